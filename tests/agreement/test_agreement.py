import csv
import json
import random
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from paths import ROOT

from unspin import agreement
from unspin.agreement import bootstrap
from unspin.words.errors import UnspinError

# Krippendorff, "Computing Krippendorff's Alpha-Reliability": 4 observers, 12 units.
COMPUTING_ALPHA = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]
# An encyclopaedia's example: 3 coders, 15 units.
THREE_CODERS = [".....341211 33.3".replace(" ", ""), "1.213343.......", "..21344.21133.4"]
# Fleiss' kappa: 14 raters, 10 subjects, 5 categories.
FOURTEEN = (
    """0 0 0 0 14; 0 2 6 4 2; 0 0 3 5 6; 0 3 9 2 0; 2 2 8 1 1; 7 7 0 0 0; 3 2 6 3 0; 2 5 3 2 2; 6 5 2 1 0; 0 2 2 3 7"""
)
# Krippendorff's draft on four measures of agreement (2020), Table 6, as in the tests of jucor/krippendorff.
CLASS, STANDARD = [[1, 8], [9, 0], [0, 12], [5, 6], [8, 1]], [[0, 2], [1, 0], [1, 1], [0, 2], [0, 0]]
BINARY = ["1100000000", "0110010100"]


def ratings(lines):
    return [[None if sign == "." else int(sign) for sign in line] for line in lines]


def in_three_decimals(found):
    return pytest.approx(found, abs=5e-4)


def news_tone():
    with (ROOT / "data" / "news_tone_hayes2007.csv").open(encoding="utf-8", newline="") as file:
        rows = [[None if v == "." else int(v) for k, v in row.items() if k != "unit"] for row in csv.DictReader(file)]
    return [list(column) for column in zip(*rows, strict=True)]


@pytest.mark.parametrize(
    ("table", "weights", "kappa"),
    [
        ([[20, 5], [10, 15]], None, 0.400),
        ([[45, 15], [25, 15]], None, 0.1304),
        ([[25, 35], [5, 35]], None, 0.2593),
        ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], None, 0.4915),
        ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], "linear", 0.4737),
        ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], "quadratic", 0.4545),
        ([[53, 5, 2], [11, 14, 5], [1, 6, 3]], None, 0.4286),
        ([[40, 9], [6, 45]], None, 0.6995),
        ([[80, 10], [5, 5]], None, 0.3182),
        ([[244, 59], [59, 454]], None, 0.6903),
    ],
)
def test_cohens_kappa_is_that_of_the_published_tables(table, weights, kappa):
    assert agreement.cohen(table, weights).value == in_three_decimals(kappa)


def test_fleiss_kappa_of_fourteen_raters_is_the_published_one():
    counts = [[int(n) for n in row.split()] for row in FOURTEEN.split(";")]
    assert agreement.fleiss(counts).value == in_three_decimals(0.2099)
    assert agreement.percent(counts).value == in_three_decimals(0.3780)


def test_per_cent_agreement_over_pairs_is_the_published_one_and_over_sentences_is_said_to_be_another():
    counts = agreement.counts(ratings(COMPUTING_ALPHA), range(1, 6))
    assert agreement.percent(counts, over="pairs").value == in_three_decimals(0.800)
    assert agreement.percent(counts).value == agreement.percent(counts, over="sentences").value
    assert agreement.percent(counts).value == in_three_decimals(0.818)
    with pytest.raises(UnspinError, match=r"over sentences or pairs, not 'people'"):
        agreement.percent(counts, over="people")


@pytest.mark.parametrize(("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_of_four_observers_with_missing_values_is_the_published_one(level, alpha):
    counts = agreement.counts(ratings(COMPUTING_ALPHA), range(1, 6))
    assert agreement.alpha(counts, level).value == in_three_decimals(alpha)


@pytest.mark.parametrize(("level", "alpha"), [("nominal", 0.691358), ("ordinal", 0.8067), ("interval", 0.810845)])
def test_alpha_of_three_coders_is_the_published_one(level, alpha):
    counts = agreement.counts(ratings(THREE_CODERS), range(1, 5))
    assert agreement.alpha(counts, level).value == in_three_decimals(alpha)


def test_alpha_and_kappa_of_one_binary_example_differ_as_published():
    counts = agreement.counts(ratings(BINARY), [0, 1])
    assert agreement.percent(counts).value == pytest.approx(0.60)
    assert agreement.alpha(counts).value == in_three_decimals(0.095)
    assert agreement.cohen(agreement.table(*ratings(BINARY), [0, 1])).value == in_three_decimals(0.0909)


@pytest.mark.parametrize(("level", "alpha"), [("nominal", 0.4765), ("ordinal", 0.7598), ("interval", 0.7574)])
def test_alpha_of_the_tone_of_news_is_the_published_one(level, alpha):
    assert agreement.alpha(agreement.counts(news_tone(), range(4)), level).value == in_three_decimals(alpha)


@pytest.mark.parametrize(
    ("name", "published"), [("paradox-kappa-a", 0.6995), ("paradox-kappa-b", 0.3182), ("tone-ordinal", 0.7598)]
)
def test_the_key_of_lesson_7_holds_what_was_published_and_lets_nothing_else_pass(name, published):
    key = json.loads((ROOT / "data" / "keys" / "07-do-we-agree.json").read_text("utf-8"))
    assert key["answers"][name]["value"] == pytest.approx(published, abs=0.00005)
    assert key["checks"][name]["tolerance"] == 0.0005


def test_alpha_of_a_class_on_the_example_with_a_standard_is_the_published_one():
    assert agreement.alpha(CLASS).value == pytest.approx(0.60547504030)
    assert agreement.alpha(CLASS[1:3]).value == pytest.approx(1.0)
    assert agreement.alpha([*CLASS[:3], CLASS[4]]).value == pytest.approx(0.7989417989)


def test_accuracy_against_a_standard_is_the_published_one():
    assert agreement.accuracy(CLASS, STANDARD).value == in_three_decimals(0.369)


def test_accuracy_is_one_for_a_class_that_always_meets_the_standard():
    assert agreement.accuracy([[5, 0], [0, 3]], [[1, 0], [0, 1]]).value == 1.0


def test_numbers_of_categories_change_alpha_for_intervals_and_for_nothing_else():
    counts = agreement.counts(ratings(COMPUTING_ALPHA), range(1, 6))
    far = [1, 2, 3, 4, 50]
    assert agreement.alpha(counts, "interval", far).value != in_three_decimals(0.849)
    assert agreement.alpha(counts, "interval", range(11, 16)).value == in_three_decimals(0.849)
    assert agreement.alpha(counts, "ordinal", far).value == in_three_decimals(0.815)


def test_a_pandas_table_of_counts_serves_as_it_is():
    long = pd.DataFrame({"sentence": ["a", "a", "b", "b"], "label": ["x", "x", "x", "y"]})
    assert agreement.percent(pd.crosstab(long["sentence"], long["label"])).value == 0.5


def test_missing_labels_may_be_none_or_nan():
    assert agreement.counts([["x", None], [float("nan"), "y"]], ["x", "y"]) == [[1, 0], [0, 1]]


# What cannot be known


@pytest.mark.parametrize("measure", [agreement.fleiss, agreement.alpha])
def test_everybody_alike_in_one_category_is_explained(measure):
    found = measure([[3, 0], [3, 0]])
    assert found.value is None and "one and the same category" in found.why and repr(found) == found.why


def test_cohens_kappa_of_one_category_is_explained():
    assert "one and the same category" in agreement.cohen([[9, 0], [0, 0]]).why


@pytest.mark.parametrize("measure", [agreement.percent, agreement.fleiss, agreement.alpha])
def test_one_rater_is_explained(measure):
    found = measure([[1, 0], [0, 1]])
    assert found.value is None and "by two people" in found.why


def test_nothing_shared_is_explained():
    assert "by two people" in agreement.cohen(agreement.table(["x", None], [None, "y"], ["x", "y"])).why
    assert "by two people" in agreement.alpha(agreement.counts([["x", None], [None, "y"]], ["x", "y"])).why
    assert "label of the key" in agreement.accuracy([[1, 0]], [[0, 0]]).why


@pytest.mark.parametrize("measure", [agreement.percent, agreement.fleiss, agreement.alpha, agreement.cohen])
def test_no_counts_at_all_are_explained(measure):
    found = measure([])
    assert found.value is None and "nothing to compare" in found.why


def test_fleiss_with_missing_labels_sends_the_reader_to_alpha():
    found = agreement.fleiss([[3, 0], [1, 1]])
    assert found.value is None and "Use alpha" in found.why


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: agreement.alpha([[1, 1]], "nominel"), "Did you mean 'nominal'"),
        (lambda: agreement.alpha([[1, 1]], "interval", [1]), "2 categories, and 1 values"),
        (lambda: agreement.cohen([[1, 0]]), "same categories as rows and as columns"),
        (lambda: agreement.cohen([[1, 0], [0, 1]], "lineal"), "Did you mean 'linear'"),
        (lambda: agreement.percent([[1, -1]]), "cannot be below 0"),
        (lambda: agreement.percent([[1, 1], [1]]), "different lengths"),
        (lambda: agreement.counts([["x"], ["x", "y"]], ["x", "y"]), "different lengths"),
        (lambda: agreement.counts([["CLAIN"]], ["CLAIM", "VIEW"]), "Did you mean 'CLAIM'"),
        (lambda: agreement.counts([[1]], range(256)), "256 categories"),
        (lambda: agreement.accuracy([[1, 1]], [[1, 0, 0]]), "same categories"),
        (lambda: agreement.accuracy([[1, 1], [1, 1]], [[1, 0]]), "same sentences"),
        (lambda: agreement.interval("alfa", [[1, 1]]), "Did you mean 'alpha'"),
    ],
)
def test_what_cannot_be_measured_is_refused_with_a_sentence(wrong, words):
    with pytest.raises(UnspinError, match=words):
        wrong()


# Intervals


@pytest.fixture
def people():
    """Thirty people and 21 sentences; each follows one common label four times in five."""
    pick = random.Random(7)
    common = [pick.choice("abc") for _ in range(21)]
    return [[label if pick.random() < 0.8 else pick.choice("abc") for label in common] for _ in range(30)]


def point_and_intervals(people):
    counts = agreement.counts(people, "abc")
    point = agreement.alpha(counts).value
    return point, agreement.interval("alpha", counts), agreement.interval_over_people("alpha", people, "abc")


def test_an_interval_holds_the_value_whether_sentences_or_people_are_drawn_again(people):
    point, sentences, persons = point_and_intervals(people)
    assert sentences.low < point < sentences.high and persons.low < point < persons.high
    assert 0.02 < persons.high - persons.low < 0.3 and 0.02 < sentences.high - sentences.low < 0.3


def test_nobody_agrees_with_themselves_for_being_drawn_twice():
    pick = random.Random(3)
    people = [[pick.choice("ab") for _ in range(200)] for _ in range(8)]
    found = agreement.interval_over_people("alpha", people, "ab")
    point = agreement.alpha(agreement.counts(people, "ab")).value
    assert found.low < point < found.high < 0.1  # 1/8 of the pairs of a draw are of a person with themselves


def test_more_sentences_make_the_interval_narrower(people):
    counts = agreement.counts(people, "abc")
    few, many = agreement.interval("alpha", counts), agreement.interval("alpha", counts * 9)
    assert (many.high - many.low) * 2 < few.high - few.low


def test_one_seed_gives_one_interval_and_another_another(people):
    counts = agreement.counts(people, "abc")
    assert agreement.interval("alpha", counts) == agreement.interval("alpha", counts)
    assert agreement.interval("alpha", counts) != agreement.interval("alpha", counts, seed=2)


def test_every_measure_has_both_intervals(people):
    counts, standard = agreement.counts(people, "abc"), agreement.counts([people[0]], "abc")
    every = {"percent": {}, "fleiss": {}, "alpha": {"level": "ordinal"}, "accuracy": {"standard": standard}}
    for measure, options in every.items():
        value = getattr(agreement, measure)(counts, **options).value
        for found in (
            agreement.interval(measure, counts, **options),
            agreement.interval_over_people(measure, people, "abc", **options),
        ):
            assert found.low < value < found.high, measure


MEASURES = [
    ("percent", {}),
    ("percent", {"over": "pairs"}),
    ("fleiss", {}),
    ("alpha", {}),
    ("alpha", {"level": "ordinal"}),
    ("alpha", {"level": "interval", "values": [0, 1, 5]}),
    ("accuracy", {"standard": [[1, 0, 0], [0, 1, 0], [0, 1, 1]] * 7}),
]


@pytest.mark.parametrize(("measure", "options"), MEASURES)
def test_sentences_drawn_one_by_one_give_the_same_interval(people, measure, options):
    counts, found = agreement.counts(people, "abc"), []
    for places in who_is_drawn(21, np.random.default_rng(1)):
        drawn = {"standard": [options["standard"][place] for place in places]} if "standard" in options else options
        found.append(getattr(agreement, measure)([counts[place] for place in places], **drawn).value)
    interval = agreement.interval(measure, counts, draws=200, **options)
    assert (interval.low, interval.high) == pytest.approx(ends(found))


@pytest.mark.parametrize(("measure", "options"), MEASURES)
def test_people_drawn_one_by_one_give_the_same_interval(people, measure, options):
    few = people[:9]
    found = [slow(few, drawn, measure, **options) for drawn in who_is_drawn(9, np.random.default_rng(1).spawn(1)[0])]
    interval = agreement.interval_over_people(measure, few, "abc", draws=200, **options)
    assert (interval.low, interval.high) == pytest.approx(ends(found))


def test_each_draw_takes_as_many_as_there_are_and_everybody_as_often_as_chance_would():
    times = times_drawn(500, np.random.default_rng(1))
    assert (times.sum(axis=1) == 500).all()
    assert times.mean(axis=0) == pytest.approx(1, abs=0.35)
    assert times.var() == pytest.approx(1 - 1 / 500, abs=0.02)


def test_no_label_is_lost_or_made_up_when_many_people_are_drawn_block_by_block():
    drawn = []

    def remember(counts, selves):
        drawn.extend([counts, selves])
        return counts[0][0], counts[0].sum(axis=0)

    answers = [bytes([person % 3, bootstrap.NONE]) for person in range(600)]
    found = bootstrap.over_people(answers, 3, remember, draws=50, seed=1)
    counts, selves = drawn
    assert (counts.sum(axis=1) == [[600] * 50, [0] * 50]).all()
    assert (selves >= counts).all() and (selves <= counts**2).all() and selves[0].sum() > 1.5 * counts[0].sum()
    assert found.low < 2 / 3 < found.high


def test_a_draw_takes_numbers_of_another_width_than_an_index_of_the_machine():
    # In a browser numbers have 64 bits and an index 32; here an unsigned number is as far from an index.
    times = bootstrap._times_drawn(np.random.default_rng(1), np.full(3, 5, np.uint64), 5)
    assert times.sum(axis=1).tolist() == [5, 5, 5]


def times_drawn(count, chance):
    return bootstrap._times_drawn(chance, np.full(200, count), count)


def who_is_drawn(count, chance):
    """Return 200 draws, each a list of places, some more than once."""
    return [np.repeat(np.arange(count), row.astype(int)).tolist() for row in times_drawn(count, chance)]


def ends(values):
    return np.quantile(values, [0.025, 0.975])


def slow(people, drawn, measure, level="nominal", values=None, standard=None, over="sentences"):
    """Work out a measure for people who were drawn, pair by pair; no pair is of a person with themselves."""
    rows = [people[person] for person in drawn]
    pairs = [(i, k) for i in range(len(drawn)) for k in range(len(drawn)) if drawn[i] != drawn[k]]
    if measure == "accuracy":
        return agreement.accuracy(agreement.counts(rows, "abc"), standard).value
    alike = [sum(rows[i][s] == rows[k][s] for i, k in pairs) / len(pairs) for s in range(21)]
    chosen = [label for row in rows for label in row]
    if measure == "percent":
        return sum(alike) / 21
    if measure == "fleiss":
        chance = sum((chosen.count(label) / len(chosen)) ** 2 for label in "abc")
        return (sum(alike) / 21 - chance) / (1 - chance)
    paired = Counter((rows[i][s], rows[k][s]) for i, k in pairs for s in range(21))
    return alpha_of_pairs(paired, len(chosen), level, values)


def alpha_of_pairs(paired, labels, level, values):
    """Work out alpha of how often each pair of labels occurs, where nobody left out a sentence."""
    shares = [sum(paired[label, other] for other in "abc") / paired.total() for label in "abc"]
    ranks = [sum(shares[:c]) + shares[c] / 2 for c in range(3)]
    places = {"ordinal": ranks, "interval": values}.get(level)

    def far(c, k):
        return c != k if places is None else (places[c] - places[k]) ** 2

    boxes = [(c, k) for c in range(3) for k in range(3)]
    observed = sum(paired["abc"[c], "abc"[k]] * far(c, k) for c, k in boxes) / paired.total()
    expected = sum(shares[c] * shares[k] * far(c, k) for c, k in boxes) * labels / (labels - 1)
    return 1 - observed / expected


def test_with_two_categories_alpha_is_the_same_at_every_level():
    counts = agreement.counts(ratings(BINARY), [0, 1])
    levels = [agreement.alpha(counts, level).value for level in ("nominal", "ordinal", "interval")]
    assert levels == pytest.approx([levels[0]] * 3)


def test_people_taken_in_blocks_give_the_same_kind_of_interval(people, monkeypatch):
    whole = agreement.interval_over_people("alpha", people, "abc")
    monkeypatch.setattr("unspin.agreement.bootstrap.AT_ONCE", 7_000)
    blocks = agreement.interval_over_people("alpha", people, "abc")
    assert blocks.low == pytest.approx(whole.low, abs=0.02) and blocks.high == pytest.approx(whole.high, abs=0.02)


def test_an_interval_that_cannot_be_known_is_explained():
    assert "one and the same category" in agreement.interval("alpha", [[3, 0], [3, 0]]).why
    assert "only one sentence" in agreement.interval("percent", [[2, 1]]).why
    assert "by two people" in agreement.interval_over_people("alpha", [["a", "b"]], "ab").why
    rare = agreement.interval_over_people("accuracy", [["a", "b"]], "ab", standard=[[1, 0], [0, 1]])
    assert rare.low is None and "only one person" in rare.why
    unpaired = agreement.interval_over_people("alpha", [["a", "b"], ["b", "b"], [None, None]], "ab")
    assert unpaired.low is None and "most draws" in unpaired.why


def test_draws_of_which_the_measure_is_not_known_are_left_out():
    found = agreement.interval("alpha", [[4, 0], [4, 0], [3, 1]])  # in 8 of 27 draws everybody is alike
    assert found.low < found.high <= 0.0
