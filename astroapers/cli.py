"""
The command ``astroapers``.

Exit codes: 0 for success, 1 if the work failed (one line on the standard error says
why), 2 if the command line was not understood.
"""

import argparse
import os
import sys
from pathlib import Path

from astroapers import __version__

__all__ = ["main"]


def main(args=None):
    """
    Run the command line.

    Parameters
    ----------
    args : list of str, optional
        The arguments after the program's name. The default is ``sys.argv[1:]``.

    Returns
    -------
    int
        The exit code, 0 or 1.

    Raises
    ------
    SystemExit
        With code 2 if the arguments are wrong, and with code 0 after ``--help`` and
        ``--version``.

    Examples
    --------
    >>> from astroapers.cli import main
    >>> main(["demo"])  # doctest: +SKIP
    0
    """
    options = _parser().parse_args(args)
    try:
        return options.run(options)
    except BrokenPipeError:
        # The reader, `head` for instance, has seen enough. Python must not try to flush
        # what is left when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as err:
        where = f"{err.filename}: " if err.filename else ""
        return _failed(f"{where}{err.strerror or err}")


def _parser():
    """Make the parser of the command line."""
    parser = argparse.ArgumentParser(
        prog="astroapers", description="Exact aperture photometry on images."
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    demo = commands.add_parser(
        "demo",
        help="measure stars of M13 in an image that astropy has",
        description=(
            "Measure stars of M13 in an image that comes with astropy: exact sums in three radii, "
            "sky, errors and sky coordinates. Prints a table, writes it as ECSV and, with "
            "matplotlib, the image with the apertures as PNG into the current folder, and "
            "closes with the time it took, and photutils' time if that is installed."
        ),
    )
    demo.add_argument(
        "--overwrite",
        action="store_true",
        help="replace the files of an earlier run (default: new files with a number in the name)",
    )
    demo.set_defaults(run=_demo)
    return parser


def _demo(options):
    """Run ``astroapers demo``."""
    from astroapers._demo.job import DemoError
    from astroapers._demo.run import run

    try:
        run(Path(), overwrite=options.overwrite)
    except DemoError as err:
        return _failed(err)
    return 0


def _failed(why):
    """Say on one line why the work failed."""
    print(f"astroapers: error: {' '.join(str(why).split())}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
