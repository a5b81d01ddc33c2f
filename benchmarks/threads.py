"""The suite "threads" of `compare.py`: one thread against two, from few sources to many."""

from contestants import PATH, circle, ellipse, native_sums, only
from dropin import annulus_median, clipped_median
from measuring import Job, usable_cores
from photutils import aperture as pa
from tables import Case, Table

import astroapers as aap
import astroapers.photutils as aap_photutils

NUMBERS = {"1 thread": 1, "2 threads": 2}
SOURCES = (16, 200, 2000, 20_000)


def native(call):
    """
    A native call on one thread and on two.

    Parameters
    ----------
    call : callable
        From ``(sky, positions)`` to its `measuring.Job`.

    Returns
    -------
    callable
        For `tables.Case`.
    """

    def jobs(sky, positions):
        job = call(sky, positions)
        return {
            name: job._replace(before=lambda number=number: aap.set_num_threads(number))
            for name, number in NUMBERS.items()
        }

    return jobs


def of_shape(shape, method="exact", with_=()):
    """Sums in one shape."""
    return native(lambda sky, positions: native_sums(shape, only(sky, with_), positions, method))


def weights(sky, positions):
    """Return the job that computes weights."""
    return Job(lambda: aap.CircAp(positions, 5.0).weights_exact(), lambda found: found)


def pixels(sky, positions):
    """Return the job that takes the values of pixels."""
    return Job(
        lambda: aap.CircAp(positions, 5.0).sampled_values(sky.image, flat=True),
        lambda found: found[:1],
    )


def drop_in(measure):
    """A measurement of the suite "dropin" on one thread and on two."""

    def jobs(sky, positions):
        return {
            name: Job(
                lambda number=number: measure(aap_photutils, sky, positions, n_threads=number)
            )
            for name, number in NUMBERS.items()
        }

    return jobs


def class_sums(package, sky, positions, n_threads):
    """Return fluxes from the class."""
    circles = pa.CircularAperture(positions, 5.0)
    return (package.AperturePhotometry(sky.image, circles, n_threads=n_threads).flux,)


CALLS = {
    "circle r = 5": of_shape(circle(5)),
    "circle r = 5, center": of_shape(circle(5), "center"),
    "circle r = 5, mask": of_shape(circle(5), with_=("mask",)),
    "ellipse": of_shape(ellipse(8, 4)),
    "path": of_shape(PATH),
    "weights": native(weights),
    "values of pixels": native(pixels),
    "drop-in, class": drop_in(class_sums),
    "drop-in, annulus median": drop_in(annulus_median),
    "drop-in, annulus median, clipped": drop_in(clipped_median),
}
NOTE = "What one and two threads find is the same to the last bit."
if usable_cores() < 2:
    NOTE = "This process may use one core only: these times tell nothing about threads."
TABLES = (
    Table(
        "threads",
        names=tuple(NUMBERS),
        cases=tuple(
            Case(name, n, jobs, tolerance=0.0) for name, jobs in CALLS.items() for n in SOURCES
        ),
        ratios=(tuple(NUMBERS),),
        note=NOTE,
    ),
)
