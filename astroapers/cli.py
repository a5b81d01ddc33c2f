"""
The command ``astroapers``.

Exit codes: 0 for success, 1 if the command failed, 2 if the command line was not understood
or a value in it is out of range. For 1 and 2, a line on the standard error gives the reason; if
the command line was not understood, the usage comes first.
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
        The exit code: 0 for success, 1 if the command failed, 2 if a value is out of range.

    Raises
    ------
    SystemExit
        With code 2 if the command line was not understood, and with code 0 after
        ``--help`` and ``--version``.

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
        # The reader of the output, for instance `head`, has closed the pipe. Redirect the
        # output, so that Python does not try to flush the rest of it at exit.
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
        help="measure stars of M13 in an image that comes with astropy",
        description=(
            "Measure stars of M13 in an image that comes with astropy: exact sums in three radii, "
            "sky, errors and sky coordinates. Prints a table, and writes it as ECSV into the "
            "current folder; with matplotlib, also a PNG of the image with the apertures. Prints "
            "the time it took, and the time of photutils if that is installed."
        ),
    )
    demo.add_argument(
        "--overwrite",
        action="store_true",
        help="replace the files of an earlier run (default: new files with a number in the name)",
    )
    demo.set_defaults(run=_demo)
    calibrate = commands.add_parser(
        "calibrate-threshold",
        help="measure from how many sources on several threads are faster on this machine",
        description=(
            "Measure from how many sources on several threads are faster on this machine, with "
            "exact sums in circles. Prints the times, the recommended threshold and how to set "
            "it; changes nothing."
        ),
    )
    calibrate.add_argument(
        "--counts",
        nargs="+",
        type=_number,
        default=argparse.SUPPRESS,
        metavar="N",
        help="numbers of sources to try (default: powers of two up to 512)",
    )
    for option, default, what in (
        ("--repeats", 1000, "number of calls for each count; their median is used"),
        ("--image-size", 256, "width and height of the image in pixels"),
        ("--radius", 5.0, "radius of the circles in pixels"),
    ):
        calibrate.add_argument(
            option, type=_number, default=default, metavar="N", help=f"{what} (default: {default})"
        )
    calibrate.set_defaults(run=_calibrate_threshold)
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


def _calibrate_threshold(options):
    """Run ``astroapers calibrate-threshold``."""
    from astroapers.calibration import calibrate_parallel_threshold

    settings = {name: value for name, value in vars(options).items() if name != "run"}
    try:
        found = calibrate_parallel_threshold(**settings, apply=False)
    except ValueError as err:
        return _failed(err, 2)
    except MemoryError:
        return _failed("not enough memory for so many sources or so large an image", 2)
    print(f"recommended_threshold: {found.threshold}")
    print(f"original_threshold: {found.original_threshold}")
    print("\ncount serial_us parallel_us winner")
    for count, *seconds in zip(
        found.counts, found.serial_seconds, found.parallel_seconds, strict=True
    ):
        serial, parallel = (1e6 * each for each in seconds)
        winner = "parallel" if parallel < serial else "serial"
        print(f"{count:5} {serial:9.2f} {parallel:11.2f} {winner}")
    print(f"\nexport ASTROAPERS_PARALLEL_THRESHOLD={found.threshold}")
    print(f"astroapers.set_parallel_threshold({found.threshold})")
    return 0


def _number(text):
    """A number, or the text itself if it is none: the calibration then raises the error."""
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return text


def _failed(why, code=1):
    """Print on one line why the command failed, and return the exit code."""
    print(f"astroapers: error: {' '.join(str(why).split())}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
