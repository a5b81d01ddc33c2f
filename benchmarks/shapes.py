"""The suite "shapes" of `compare.py`: every shape and number of sources, by each library."""

from contestants import (
    PATH,
    PHOTUTILS_31,
    PILL,
    RECTANGLE,
    WEDGE,
    annulus,
    circle,
    ellipse,
    native_sums,
    only,
    photutils_sums,
    sep_sums,
    table_sums,
)
from measuring import Job
from photutils import aperture as pa
from tables import Case, Table

import astroapers.photutils as aap_photutils

SHAPES = (circle(5), ellipse(8, 4), RECTANGLE, annulus(8, 12), PILL, WEDGE, PATH)
CONDITIONS = {
    "": (),
    ", mask": ("mask",),
    ", error": ("error",),
    ", mask and error": ("mask", "error"),
}
MANY_SOURCES = 100_000  # from this number on, fewer combinations of mask and error
FEW_CONDITIONS = ("", ", mask and error")


def by_all(shape, with_):
    """
    One shape by each library's ways.

    Parameters
    ----------
    shape : contestants.Shape
        Which one.
    with_ : tuple of str
        What goes with the image.

    Returns
    -------
    callable
        For `tables.Case`.
    """

    def jobs(sky, positions):
        sky = only(sky, with_)
        options = {what: getattr(sky, what) for what in with_}

        def by(measure, package):
            return Job(lambda: measure(package, sky.image, shape.photutils(positions), **options))

        made = {} if sky.error is not None else {"native": native_sums(shape, sky, positions)}
        if shape.photutils:
            made["drop-in"] = by(table_sums, aap_photutils)
            made["photutils"] = by(table_sums, pa)
            if PHOTUTILS_31:
                made["AperturePhot."] = by(photutils_sums, pa)
        if shape.sep:
            made["SEP"] = sep_sums(shape, sky, positions)
        return made

    return jobs


def cases():
    """Lay out all lines: small numbers of sources first."""
    for n in (1, 100, 10_000, 200_000):
        for shape in SHAPES:
            for name in CONDITIONS if n < MANY_SOURCES else FEW_CONDITIONS:
                if shape.photutils or "error" not in CONDITIONS[name]:
                    yield Case(
                        shape.name + name,
                        n,
                        by_all(shape, CONDITIONS[name]),
                        tolerance=shape.tolerance,
                    )


TABLES = (
    Table(
        "shape",
        names=("native", "drop-in", "photutils", "AperturePhot.", "SEP"),
        cases=tuple(cases()),
        ratios=(
            ("photutils", "native"),
            ("photutils", "drop-in"),
            ("AperturePhot.", "drop-in"),
            ("SEP", "native"),
            ("SEP", "drop-in"),
        ),
    ),
)
