"""The commands of unspin, each a thin skin over one function."""

import argparse
import os
import sys
from pathlib import Path

from unspin import __version__
from unspin.editions.serve import serve
from unspin.text.library import here
from unspin.words.errors import UnspinError


def main(argv: list[str] | None = None) -> int:
    """Run the command in `argv`, or in the command line, and return the exit code."""
    parser = _parser()
    arguments = parser.parse_args(argv)
    if "run" not in arguments:
        parser.print_help()
        return 0
    try:
        code = arguments.run(arguments)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # whoever reads along, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except UnspinError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="unspin", description="Tell claims from spin in a real news article.")
    parser.add_argument("--version", action="version", version=f"unspin {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    start = commands.add_parser("start", help="open a lesson in JupyterLab", description="Open a lesson in JupyterLab.")
    start.add_argument("lesson", nargs="?", default="", metavar="LESSON", help="default: the first lesson")
    start.add_argument("--port", type=int, metavar="N", help="serve at this port (default: a free one)")
    start.add_argument("--no-browser", dest="browser", action="store_false", help="only print the address")
    start.set_defaults(run=_start)

    description = "Make what is derived: exercises, keys, the outputs of notebooks."
    build = commands.add_parser("build", help="make exercises, keys and outputs", description=description)
    build.add_argument("--check", action="store_true", help="write nothing; fail when something is stale")
    build.set_defaults(run=_build)

    description = (
        "Grade hand-ins: files, folders, notebooks and the ZIP files of learning platforms. No student code is run. "
        "Writes grades, feedback for each student and a report for the next lesson."
    )
    grade = commands.add_parser("grade", help="grade the hand-ins of a class", description=description)
    grade.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="hand-ins: a file, a folder or a ZIP file")
    grade.add_argument("--to", type=Path, default=Path("graded"), metavar="OUT", help="the folder to write (graded)")
    grade.add_argument("--roster", type=Path, metavar="CSV", help="a class list as Canvas or Moodle exports it")
    grade.add_argument("--open", dest="open_", action="store_true", help="still open: nothing gives the key")
    grade.add_argument("--anonymous", action="store_true", help="the class report names no student")
    grade.add_argument("--no-keys", dest="keys", action="store_false", help="students had the edition without keys")
    grade.add_argument("--try", dest="simulated", action="store_true", help="grade a class that does not exist")
    grade.set_defaults(run=_grade)

    description = "Make the student edition of the course: without solutions, tests and pages for teachers."
    handout = commands.add_parser("handout", help="make the student edition", description=description)
    handout.add_argument("out", type=Path, metavar="OUT", help="a new folder, or a new file that ends in .zip")
    handout.add_argument("--no-keys", dest="keys", action="store_false", help="for tests: no key in any file")
    handout.set_defaults(run=_handout)

    description = "Write the lessons as a course folder of nbgrader, or renew them in it."
    nbgrader = commands.add_parser("nbgrader", help="write a course folder for nbgrader", description=description)
    nbgrader.add_argument("course", type=Path, metavar="COURSE", help="a new folder, or one that this command made")
    nbgrader.add_argument("lessons", nargs="*", metavar="LESSON", help="default: all lessons")
    nbgrader.add_argument("--no-keys", dest="keys", action="store_false", help="for tests: no key in any assignment")
    nbgrader.set_defaults(run=_nbgrader)
    return parser


def _start(arguments: argparse.Namespace) -> int:
    return serve(here(), arguments.lesson, port=arguments.port, browser=arguments.browser)


def _build(arguments: argparse.Namespace) -> int:
    from unspin.editions.build import build  # running notebooks takes a second to import

    stale = build(here(), check=arguments.check)
    for path in stale:
        print(f"{'Stale' if arguments.check else 'Renewed'}: {path}")
    if not stale:
        print("Everything is up to date.")
    if stale and arguments.check:
        print("To renew: unspin build")
    return 1 if stale and arguments.check else 0


def _grade(arguments: argparse.Namespace) -> int:
    from unspin.desk.grade_class import Wanted, grade_class

    wanted = Wanted(arguments.to, arguments.roster, arguments.open_, arguments.anonymous, arguments.keys)
    if bool(arguments.paths) == arguments.simulated:
        raise UnspinError("Name the hand-ins: unspin grade PATH. To try it without a class: unspin grade --try")
    paths = arguments.paths or [_simulated_hand_ins()]
    print(*grade_class(paths, wanted, here()), sep="\n")
    return 0


def _simulated_hand_ins() -> Path:
    from unspin.desk.simulated_hand_ins import write

    try:
        return write(here(), Path())
    except OSError as error:
        raise UnspinError(f"Nothing can be written here ({error.strerror}). Go to a folder of your own.") from None


def _handout(arguments: argparse.Namespace) -> int:
    from unspin.editions.handout import handout

    print(*handout(here(), arguments.out, keys=arguments.keys), sep="\n")
    return 0


def _nbgrader(arguments: argparse.Namespace) -> int:
    from unspin.editions.nbgrader.course import write_course

    print(*write_course(here(), arguments.course, arguments.lessons, keys=arguments.keys), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
