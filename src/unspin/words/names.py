"""What people can be called: names that can be shown, told apart, and used in a file name on every system."""

import re
import unicodedata

LONGEST_NAME = 100
LONGEST_IN_FILE_NAME = 100  # bytes: a whole file name may have 255
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
JOINERS = "\u200c\u200d"  # part of names in Persian and Indian scripts, and of emoji


def can_be_seen(letter: str) -> bool:
    """Tell whether a character shows, and leaves the text around it as it is; the joiners inside of words pass."""
    return letter in JOINERS or unicodedata.category(letter) not in UNSEEN


def clean_name(name: str) -> str:
    """Return a name as it can be shown: what cannot be seen is left out, on one line, at most 100 characters."""
    seen = name
    if not name.isprintable():
        seen = "".join(letter if can_be_seen(letter) else " " if letter.isspace() else "" for letter in name)
    return " ".join(seen.split())[:LONGEST_NAME].strip(JOINERS + " ")


def same_person(person_id: str, name: str) -> str:
    """Return what hand-ins of one person have in common: the platform's id, else the name, small and large alike."""
    if person_id:
        return f"id {person_id}"
    return "name " + " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def file_name(lesson: str, student: str) -> str:
    """Return a file name for a hand-in that is safe on every system: letters, digits and hyphens."""
    slug = re.sub(r"[^\w]+|_", "-", unicodedata.normalize("NFKC", student).lower()).strip("-")
    short = slug.encode()[:LONGEST_IN_FILE_NAME].decode(errors="ignore").strip("-")
    return f"{lesson}--{short or 'student'}.json"
