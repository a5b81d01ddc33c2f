"""The steps of `astroapers demo`: measure, write the files, print the results."""

from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
from astropy.table import QTable

import astroapers
from astroapers._demo.job import RADII, SKY_RADII, measure, read_field
from astroapers._demo.peer import find_peer, largest_difference

__all__ = ["format_table", "run"]

_STEM = "astroapers_demo"
_REPEATS = 5

# Columns of the printed table: the heading, in up to three lines, and the format of a value.
_HEADING_LINES = 3
_PRINTED = {
    "id": ("id", "{:d}"),
    "x_center": ("x\n_center", "{:.2f}"),
    "y_center": ("y\n_center", "{:.2f}"),
    "sky_center": ("sky_center\n(deg)", "{0.ra.deg:.5f} {0.dec.deg:+.5f}"),
    "sky_median": ("sky\n_median", "{:.1f}"),
}
for _k in range(len(RADII)):
    _PRINTED[f"aperture_sum_{_k}"] = (f"aperture\n_sum_{_k}", "{:.1f}")
    _PRINTED[f"aperture_sum_err_{_k}"] = (f"aperture\n_sum\n_err_{_k}", "{:.1f}")


def run(folder, *, overwrite=False, write=print):
    """
    Measure stars of M13, write table and picture, and print the time it took.

    Parameters
    ----------
    folder : path-like
        Folder for the files.
    overwrite : bool, optional
        Replace the files of an earlier run. Otherwise a number is added to the new names.
    write : callable, optional
        Called with each piece of text to print.

    Returns
    -------
    `~astropy.table.QTable`
        The table that was written.

    Raises
    ------
    DemoError
        If the image is missing.
    OSError
        If a file cannot be written.

    Examples
    --------
    >>> from astroapers._demo.run import run
    >>> table = run(".", overwrite=True)  # doctest: +SKIP
    """
    field = read_field()
    columns, seconds = _timed(measure, field)
    table = _make_table(field, columns)
    ecsv, png = _choose_names(Path(folder), overwrite)
    table.write(ecsv, format="ascii.ecsv", overwrite=overwrite)
    picture = _write_picture(png, field, columns)

    write(format_table(table))
    write("")
    write(_describe(field))
    write(f"Table with all columns: {ecsv.name}")
    write(picture)
    write("")
    write(_compare(field, columns, seconds))
    return table


def format_table(table):
    """
    Format the table for printing: the important columns of all rows.

    Parameters
    ----------
    table : `~astropy.table.QTable`
        As `run` makes it.

    Returns
    -------
    str

    Examples
    --------
    >>> from astroapers._demo.run import format_table
    >>> format_table(table)  # doctest: +SKIP
    """
    columns = []
    for name, (heading, form) in _PRINTED.items():
        lines = heading.split("\n")
        head = lines + [""] * (_HEADING_LINES - len(lines))
        cells = [form.format(value) for value in table[name]]
        width = max(map(len, head + cells))
        columns.append([cell.rjust(width) for cell in [*head, "-" * width, *cells]])
    return "\n".join(" ".join(row) for row in zip(*columns, strict=True))


def _timed(job, field):
    """Result of a job, and the median of its times in seconds."""
    times = []
    for _ in range(_REPEATS):
        start = perf_counter()
        result = job(field.image, field.positions)
        times.append(perf_counter() - start)
    return result, median(times)


def _make_table(field, columns):
    """Table of the results; the first columns are those of photutils' tables."""
    x, y = field.positions.T
    head = {
        "id": np.arange(1, len(x) + 1),
        "x_center": x,
        "y_center": y,
        "sky_center": field.wcs.pixel_to_world(x, y),
    }
    meta = {
        "astroapers_version": astroapers.__version__,
        "image": "astropy/io/fits/hdu/compressed/tests/data/m13.fits",
        "aperture_radii_px": list(RADII),
        "sky_annulus_px": list(SKY_RADII),
        "errors": "from the scatter of the sky alone: the header gives no gain",
    }
    return QTable(head | columns, meta=meta)


def _choose_names(folder, overwrite):
    """Names of the table and the picture: the first number that is free for both."""
    number = 0
    while True:
        suffix = f"_{number}" if number else ""
        names = [folder / f"{_STEM}{suffix}{ending}" for ending in (".ecsv", ".png")]
        if overwrite or not any(name.exists() for name in names):
            return names
        number += 1


def _write_picture(png, field, columns):
    """Write the picture if matplotlib is installed, and return a line that says so."""
    from astroapers._demo.figure import write_figure

    try:
        write_figure(png, field, float(np.median(columns["sky_median"])))
    except ImportError as err:
        if err.name is None or err.name.split(".")[0] != "matplotlib":
            raise
        return "No picture, because matplotlib is not installed: pip install matplotlib"
    return f"Image with the apertures: {png.name}"


def _describe(field):
    """Text that explains the numbers in the table."""
    ny, nx = field.image.shape
    radii = ", ".join(f"{k}: {radius:g} px" for k, radius in enumerate(RADII))
    return (
        f"{len(field.positions)} stars of M13 in {nx} x {ny} pixels; radii {radii}; "
        f"sky from {SKY_RADII[0]:g} to {SKY_RADII[1]:g} px.\n"
        "aperture_sum includes the sky; source_sum, in the file, has the sky subtracted.\n"
        "Errors are from the scatter of the sky alone: the header gives no gain, so they do not\n"
        "include the photon noise of the star."
    )


def _compare(field, columns, seconds):
    """Text with our time, photutils' time, and the largest difference of the results."""
    stars = len(field.positions)
    ours = (
        f"astroapers {astroapers.__version__}: {stars} stars in {1e3 * seconds:.2f} ms, "
        f"{stars / seconds:,.0f} sources per second"
    )
    name, job = find_peer()
    if job is None:
        return f"{ours}\nphotutils is not installed: no comparison"
    theirs, their_seconds = _timed(job, field)
    return (
        f"{ours}\n"
        f"{name}: the same in {1e3 * their_seconds:.2f} ms, {stars / their_seconds:,.0f} sources "
        f"per second ({their_seconds / seconds:.1f} times as long);\n"
        f"largest relative difference {largest_difference(columns, theirs):.1e}"
    )
