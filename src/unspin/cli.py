"""The commands of unspin, each a thin skin over one function."""

import argparse
import sys
from pathlib import Path

from unspin import __version__
from unspin.errors import UnspinError
from unspin.serve import FIRST_LESSON, serve


def main(argv: list[str] | None = None) -> int:
    """Run the command in `argv`, or in the command line, and return the exit code."""
    parser = _parser()
    arguments = parser.parse_args(argv)
    if "run" not in arguments:
        parser.print_help()
        return 0
    try:
        return arguments.run(arguments)
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
    start.add_argument("lesson", nargs="?", default=FIRST_LESSON, metavar="LESSON", help=f"default: {FIRST_LESSON}")
    start.add_argument("--port", type=int, metavar="N", help="serve at this port (default: a free one)")
    start.add_argument("--no-browser", dest="browser", action="store_false", help="only print the address")
    start.set_defaults(run=_start)

    description = "Make what is derived: exercises, keys, the outputs of notebooks."
    build = commands.add_parser("build", help="make exercises, keys and outputs", description=description)
    build.add_argument("--check", action="store_true", help="write nothing; fail when something is stale")
    build.set_defaults(run=_build)

    description = "Make the student edition of the course: without solutions, tests and pages for teachers."
    handout = commands.add_parser("handout", help="make the student edition", description=description)
    handout.add_argument("out", type=Path, metavar="OUT", help="a new folder, or a new file that ends in .zip")
    handout.add_argument("--no-keys", dest="keys", action="store_false", help="for tests: no key in any file")
    handout.set_defaults(run=_handout)
    return parser


def _start(arguments: argparse.Namespace) -> int:
    return serve(arguments.lesson, port=arguments.port, browser=arguments.browser)


def _build(arguments: argparse.Namespace) -> int:
    from unspin.build import build  # running notebooks takes a second to import

    stale = build(check=arguments.check)
    for path in stale:
        print(f"{'Stale' if arguments.check else 'Renewed'}: {path}")
    if not stale:
        print("Everything is up to date.")
    if stale and arguments.check:
        print("To renew: unspin build")
    return 1 if stale and arguments.check else 0


def _handout(arguments: argparse.Namespace) -> int:
    from unspin.handout import handout

    print(*handout(arguments.out, keys=arguments.keys), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
