"""Hand-ins as they really arrive, and hostile ones: each is read or refused with a sentence, no more."""

import io
import json
import os
import re
import tracemalloc
import zipfile

import pytest
from hand_ins import ARTICLE, LESSON, archive, hand_in, notebook, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unspin.answers.schema import MAX_BYTES
from unspin.desk.arrive.arrivals import Found, RefusedFile, find
from unspin.desk.arrive.collect import read
from unspin.words.errors import UnspinError

FILE = f"{LESSON}--ada.json"


def arrived(*paths):
    """Return what was found, read, by its shown path, and the reasons for the rest by theirs."""
    read_, refused = {}, {}
    for one in find(list(paths)):
        if isinstance(one, RefusedFile):
            refused[one.file] = one.why
            continue
        try:
            read_[one.shown] = read(one)
        except UnspinError as error:
            refused[one.shown] = str(error)
    return read_, refused


def test_a_file_a_folder_and_an_archive_are_read(tmp_path):
    folder = write(
        tmp_path / "class", {FILE: hand_in(), f"more/{FILE}": hand_in("Ben"), "c.zip": archive({FILE: hand_in("Cem")})}
    )
    found, refused = arrived(folder)
    assert {name: one.answers.student for name, one in found.items()} == {
        f"class/{FILE}": "Ada",
        f"class/c.zip/{FILE}": "Cem",
        f"class/more/{FILE}": "Ben",
    }
    assert refused == {}
    assert [one.answers.student for one in arrived(folder / FILE)[0].values()] == ["Ada"]


def test_a_renamed_file_and_one_with_a_byte_order_mark_are_read(tmp_path):
    folder = write(tmp_path, {"my homework (1).json.txt": hand_in(), "no-extension": b"\xef\xbb\xbf" + hand_in("Ben")})
    assert len(arrived(folder)[0]) == 2


def test_archives_within_archives_are_read_down_to_a_depth(tmp_path):
    inner = archive({FILE: hand_in()})
    deep = inner
    for _ in range(4):
        deep = archive({"deeper.zip": deep})
    folder = write(tmp_path / "c", {"two.zip": archive({"ada.zip": inner}), "many.zip": deep})
    found, refused = arrived(folder)
    assert list(found) == [f"c/two.zip/ada.zip/{FILE}"]
    assert [why for why in refused.values() if "too deep to be opened" in why]


def test_what_computers_make_by_themselves_is_named_and_not_opened(tmp_path):
    rubbish = {
        f"__MACOSX/._{FILE}": b"\0",
        ".DS_Store": b"\0",
        "Thumbs.db": b"x",
        f".ipynb_checkpoints/{FILE}": hand_in(),
    }
    folder = write(tmp_path / "c", {"a.zip": archive({FILE: hand_in(), **rubbish}), **rubbish})
    found, refused = arrived(folder)
    assert list(found) == [f"c/a.zip/{FILE}"]
    assert len(refused) == 8
    assert set(refused.values()) == {"The computer or a platform made this by itself; it holds no answers."}


def test_of_a_whole_course_only_the_answers_are_opened(tmp_path):
    course = {
        "data/tagset.toml": b"",
        "data/keys/x.json": hand_in("Key"),
        "notebooks/02.ipynb": notebook(),
        f"answers/exercises/{LESSON}.json": hand_in(),
    }
    folder = write(tmp_path / "c", {f"ada/{name}": data for name, data in course.items()})
    write(folder, {"ben.zip": archive({f"course/{name}": data for name, data in course.items()})})
    found, refused = arrived(folder)
    assert list(found) == [
        f"c/ada/answers/exercises/{LESSON}.json",
        f"c/ben.zip/course/answers/exercises/{LESSON}.json",
    ]
    assert {file for file in refused} == {
        "c/ada/data",
        "c/ada/notebooks",
        "c/ben.zip/course/data",
        "c/ben.zip/course/notebooks",
    }


def test_a_lesson_counts_less_than_its_exercise(tmp_path):
    folder = write(
        tmp_path, {f"answers/notebooks/{LESSON}.json": hand_in(), f"answers/exercises/{LESSON}.json": hand_in()}
    )
    ranks = {name.split("/")[-2]: one.rank for name, one in arrived(folder)[0].items()}
    assert ranks["exercises"] > ranks["notebooks"]


def test_a_notebook_gives_the_answers_that_it_carries(tmp_path):
    folder = write(tmp_path, {"a.ipynb": notebook(hand_in()), "twice.ipynb": notebook(hand_in("Ben"), hand_in("Ben"))})
    assert sorted(one.answers.student for one in arrived(folder)[0].values()) == ["Ada", "Ben"]


REFUSED = {
    "nothing.json": (b"", "is empty"),
    "half.json": (hand_in()[:200], "is damaged"),
    "letter.txt": (b"Dear teacher, here is my homework.", "no answers file and no notebook"),
    "picture.png": (b"\x89PNG\r\n\x1a\n\0\0", "no answers file and no notebook"),
    "pickle.pkl": (b"cos\nsystem\n(S'touch /tmp/unspin-was-here'\ntR.", "no answers file and no notebook"),
    "utf-16.json": (hand_in().decode().encode("utf-16"), "no answers file and no notebook"),
    "other.json": (b'{"hello": 1}', "is damaged"),
    "array.json": (b"[1, 2]", "no answers file and no notebook"),
    "newer.json": (hand_in().replace(b"unspin-answers/1", b"unspin-answers/9"), "newer version"),
    "large.json": (b'{"format": "' + b" " * MAX_BYTES, "larger than 10 MB"),
    "deep.json": (b'{"format": "unspin-answers/1", "lesson": "x", "answers": ' + b"[" * 100_000, "is damaged"),
    "deep-objects.json": (b'{"a":' * 100_000, "is damaged"),
    "nan.json": (hand_in().replace(b'"student": "Ada"', b'"student": NaN'), "is damaged"),
    "huge-number.json": (
        b'{"format": "unspin-answers/1", "lesson": "x", "answers": {"n": {"kind": "number", "value": 1e999}}}',
        "is damaged",
    ),
    "long-name.json": (hand_in().replace(b'"Ada"', b'"' + b"A" * 4_000 + b'"'), "is damaged"),
    "wrong-type.json": (hand_in().replace(b'"Ada"', b"[]"), "is damaged"),
    "long-kind.json": (
        b'{"format": "unspin-answers/1", "lesson": "x", "answers": {"n": {"kind": "a\\n' + b"b" * 9_000 + b'"}}}',
        "is damaged: a part of it is",
    ),
    "bad-slug.json": (hand_in().replace(b'"lesson": "02', b'"lesson": "../../02'), "is damaged"),
    "untouched.ipynb": (notebook(), "carries no answers"),
    "two.ipynb": (notebook(hand_in(), hand_in("Ben")), "two hand-ins that differ"),
    "damaged-inside.ipynb": (notebook(b'{"format": "unspin-answers/1"}'), "What this notebook carries is damaged"),
    "empty.zip": (archive({}), "holds no files"),
    "not-a-zip.zip": (b"PK\x03\x04 but not really", "ZIP file is damaged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_hand_in_is_refused_with_its_reason(name, tmp_path):
    data, why = REFUSED[name]
    found, refused = arrived(write(tmp_path / "c", {name: data, FILE: hand_in()}))
    assert list(found) == [f"c/{FILE}"], "the others still arrive"
    assert list(refused) == [f"c/{name}"]
    assert why in refused[f"c/{name}"]
    assert refused[f"c/{name}"].endswith((".", ")."))
    assert "\n" not in refused[f"c/{name}"]
    assert len(refused[f"c/{name}"]) < 300


def test_a_path_that_is_not_there_is_said(tmp_path):
    with pytest.raises(UnspinError, match=r"There is no .*gone.*Name a file, a folder or a ZIP"):
        arrived(tmp_path / "gone")


def test_links_pipes_and_folders_that_lead_away_are_not_followed(tmp_path):
    secret = write(tmp_path / "secret", {FILE: hand_in("Secret")})
    folder = write(tmp_path / "c", {FILE: hand_in()})
    (folder / "link.json").symlink_to(secret / FILE)
    (folder / "away").symlink_to(secret)
    os.mkfifo(folder / "pipe.json")
    found, refused = arrived(folder)
    assert list(found) == [f"c/{FILE}"]
    assert "not followed" in refused["c/link.json"]
    assert "not followed" in refused["c/away"]
    assert refused["c/pipe.json"] == "This is no plain file, so it was not opened."


def zipped(name, data, *, link=False, locked=False, packing=zipfile.ZIP_DEFLATED):
    """Return an archive with one member whose entry says what an honest program would not."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as packed:
        entry = zipfile.ZipInfo(name)
        entry.compress_type = packing
        entry.external_attr = (0o120777 if link else 0o100644) << 16
        packed.writestr(entry, data)
    made = bytearray(whole.getvalue())
    if locked:
        made[6] |= 1
        made[made.index(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


@pytest.mark.parametrize(
    ("member", "why"),
    [
        (zipped("../../../etc/cron.d/x.json", hand_in()), "points outside"),
        (zipped("/etc/x.json", hand_in()), "points outside"),
        (zipped("..\\x.json", hand_in()), "points outside"),
        (zipped("x.json", b"/etc/passwd", link=True), "link to another file"),
        (zipped("x.json", hand_in(), locked=True), "locked with a password"),
        (zipped("x.json", b"0" * 9_000_000), "as only a bomb does"),
        (zipped("x.zip", b"0" * 9_000_000), "as only a bomb does"),
        (zipped("x.json", hand_in(), packing=zipfile.ZIP_BZIP2), "packed in an unknown way"),
        (zipped("x.json", hand_in(), packing=zipfile.ZIP_LZMA), "packed in an unknown way"),
    ],
)
def test_a_hostile_member_of_an_archive_is_refused_and_the_others_arrive(member, why, tmp_path):
    folder = write(tmp_path / "c", {"a.zip": member, FILE: hand_in()})
    before = sorted(path for path in tmp_path.rglob("*"))
    found, refused = arrived(folder)
    assert list(found) == [f"c/{FILE}"]
    assert [why in reason for reason in refused.values()] == [True]
    assert sorted(path for path in tmp_path.rglob("*")) == before, "nothing was written"


def test_two_entries_of_one_place_give_one_hand_in_and_one_refusal(tmp_path):
    made = bytearray(archive({"a.json": hand_in(), "b.json": hand_in("Ben")}))
    first = made.index(b"PK\x01\x02")
    second = made.index(b"PK\x01\x02", first + 4)
    made[second + 42 : second + 46] = made[first + 42 : first + 46]  # where the second one lies
    found, refused = arrived(write(tmp_path / "c", {"a.zip": bytes(made)}))
    assert (list(found), list(refused)) == (["c/a.zip/a.json"], ["c/a.zip/b.json"])
    assert "damaged inside of its ZIP file" in refused["c/a.zip/b.json"]


def test_an_archive_in_the_large_format_is_read(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed, packed.open("x.json", "w", force_zip64=True) as member:
        member.write(hand_in())
    assert [one.answers.student for one in arrived(tmp_path)[0].values()] == ["Ada"]


def test_bombs_and_giants_take_little_memory(tmp_path):
    folder = write(tmp_path / "c", {f"{n}.zip": zipped("x.json", b"0" * 50_000_000) for n in range(3)})
    with (folder / "giant.json").open("wb") as giant:
        giant.write(b'{"format": "unspin-answers/1", "student": "')
        giant.truncate(200_000_000)
    tracemalloc.start()
    found, refused = arrived(folder)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (len(found), len(refused)) == (0, 4)
    assert peak < 25_000_000, "more than what the largest hand-in could need"


def test_a_member_that_says_it_is_small_is_read_no_further(tmp_path):
    made = bytearray(zipped("x.json", b"0" * 9_000_000))
    place = made.index(b"PK\x01\x02")
    made[place + 24 : place + 28] = (100).to_bytes(4, "little")
    _, refused = arrived(write(tmp_path / "c", {"a.zip": bytes(made)}))
    assert len(refused) == 1


def test_an_archive_of_a_student_holds_only_so_many_files_at_any_depth(tmp_path):
    many = archive({f"{number}.txt": b"" for number in range(1_500)})
    inside = {"ada.zip": archive({FILE: hand_in(), "1.zip": many, "2.zip": many, "3.zip": many}), "ben.zip": many}
    found, refused = arrived(write(tmp_path, {"class.zip": archive(inside)}) / "class.zip")
    assert [name for name in found] == [f"class.zip/ada.zip/{FILE}"]
    too_many = {file for file, why in refused.items() if "more than 2,000 files" in why}
    assert too_many == {"class.zip/ada.zip/2.zip", "class.zip/ada.zip/3.zip"}
    assert len(refused) == 2 + 2 * 1_500, "one student's archive takes no room from another's"


def test_any_number_of_courses_in_one_archive_is_looked_through_at_once(tmp_path):
    courses = {f"{number}/data/tagset.toml": b"" for number in range(20_000)}
    names = {**courses, f"7/answers/{FILE}": hand_in(), f"mydata/tagset.toml/{FILE}": hand_in("Ben")}
    found, refused = arrived(write(tmp_path, {"class.zip": archive(names)}) / "class.zip")
    assert {one.answers.student for one in found.values()} == {"Ada", "Ben"}
    assert len(refused) == 20_000


def test_names_are_shown_without_what_cannot_be_seen_and_never_used_as_paths(tmp_path):
    names = ["\u202egnp.json", "a\nb.json", "🦆.json", "x" * 4_000 + ".json", "<script>alert(1)</script>.json"]
    found, refused = arrived(write(tmp_path / "c", {"a.zip": archive({name: hand_in() for name in names})}))
    assert len(found) == len(names)
    assert refused == {}
    assert all(shown.isprintable() and len(shown) < 300 for shown in found)


@st.composite
def broken(draw):
    """Return an answers file of which some bytes were changed, taken out or doubled."""
    data = bytearray(hand_in(share=0.3))
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, len(data) - 1))
        match draw(st.integers(0, 3)):
            case 0:
                data[place] = draw(st.integers(0, 255))
            case 1:
                del data[place : place + draw(st.integers(1, 40))]
            case 2:
                data[place:place] = draw(st.binary(max_size=20))
            case _:
                data[place:place] = data[place : place + draw(st.integers(1, 60))]
    return bytes(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
ENVELOPES = st.fixed_dictionaries(
    {"format": st.just("unspin-answers/1") | JSON, "lesson": st.just(LESSON) | JSON},
    optional={
        "student": JSON,
        "articles": JSON | st.dictionaries(st.just(ARTICLE), JSON),
        "answers": JSON | st.dictionaries(st.sampled_from([f"{ARTICLE}-labels", "share-of-claims", "why"]), JSON),
    },
)
QUICK = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def is_read_or_refused(data, path):
    path.write_bytes(data)
    try:
        return read(Found(str(path), (), (path.name,))).answers.lesson
    except UnspinError as error:
        assert str(error).rstrip(")").endswith((".", "."))
        assert "\n" not in str(error)
        return None


@QUICK
@given(data=st.binary(max_size=300) | broken() | ENVELOPES.map(lambda one: json.dumps(one).encode()))
def test_any_bytes_are_read_or_refused_with_a_sentence(data, tmp_path):
    lesson = is_read_or_refused(data, tmp_path / "x.json")
    assert lesson is None or re.fullmatch("[a-z0-9-]{1,100}", lesson)


@QUICK
@given(data=st.data())
def test_any_damage_to_an_archive_is_survived(data, tmp_path):
    made = bytearray(archive({FILE: hand_in(share=0.2), "b.zip": archive({FILE: hand_in(share=0.1)})}))
    for _ in range(data.draw(st.integers(1, 5))):
        made[data.draw(st.integers(0, len(made) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "a.zip"
    path.write_bytes(made)
    found, refused = arrived(path)
    assert all(isinstance(why, str) and why.endswith((".", ").")) for why in refused.values())
    assert found or refused


def test_duplicate_keys_are_read_the_same_way_each_time(tmp_path):
    data = hand_in().replace(b'"student": "Ada"', b'"student": "Ben", "student": "Ada"')
    path = write(tmp_path, {"x.json": data}) / "x.json"
    assert {read(Found(str(path), (), ("x.json",))).answers.student for _ in range(3)} == {"Ada"}
