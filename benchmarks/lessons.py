"""How large each committed notebook is, and for which school grade its instructions are written."""

import measure  # noqa: F401  (it shows where the tests' helpers are)
from lesson_notebooks import FOLDERS, grade, instructions, path

from unspin.text import library


def main() -> None:
    print(f"{'lesson':32} {'folder':10} {'bytes':>8} {'grade':>6}")
    for lesson in library.here().lessons():
        for folder in FOLDERS:
            if path(folder, lesson).exists():
                size, found = path(folder, lesson).stat().st_size, grade(instructions(folder, lesson))
                print(f"{lesson:32} {folder:10} {size:8,} {found:6.1f}")


if __name__ == "__main__":
    main()
