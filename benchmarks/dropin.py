"""
The suite "dropin" of `compare.py`: the callables of astroapers.photutils and of photutils.

Each case is a typical use of photutils. It is written once, and run with photutils' own callables
and with the callables of the same names in astroapers.photutils.
"""

from astropy.stats import SigmaClip
from contestants import photutils_sums, table_sums
from measuring import Job
from photutils import aperture as pa
from tables import Case, Table, against

import astroapers.photutils as aap_photutils

RADII = range(1, 21)  # px


def many_radii(package, sky, positions):
    """Growth curves of all sources, by a list of apertures."""
    table = package.aperture_photometry(
        sky.image, [pa.CircularAperture(positions, r) for r in RADII]
    )
    return tuple(table[f"aperture_sum_{index}"] for index in range(len(RADII)))


def annulus_median(package, sky, positions, **options):
    """Return the median around each source."""
    annulus = pa.CircularAnnulus(positions, 8.0, 12.0)
    return (package.ApertureStats(sky.image, annulus, **options).median,)


def clipped_median(package, sky, positions, **options):
    """Return the median around each source without outliers: the usual local background."""
    return annulus_median(package, sky, positions, sigma_clip=SigmaClip(sigma=3.0), **options)


def class_with_errors(package, sky, positions):
    """Return fluxes and errors from the class."""
    aperture = pa.CircularAperture(positions, 5.0)
    return photutils_sums(package, sky.image, aperture, error=sky.error, mask=sky.mask)


def function_with_errors(package, sky, positions):
    """Return sums and errors from the function."""
    aperture = pa.CircularAperture(positions, 5.0)
    return table_sums(package, sky.image, aperture, error=sky.error, mask=sky.mask)


def function_sums(package, sky, positions):
    """Return sums from the function."""
    return table_sums(package, sky.image, pa.CircularAperture(positions, 5.0))


def class_one(package, sky, aperture):
    """Return one flux, by the class, of an aperture that was made beforehand."""
    return photutils_sums(package, sky.image, aperture)


def function_one(package, sky, aperture):
    """Return one sum, by the function, of an aperture that was made beforehand."""
    return table_sums(package, sky.image, aperture)


def by_both(measure, prepare=lambda positions: positions):
    """
    One measurement by both packages.

    Parameters
    ----------
    measure : callable
        ``(package, sky, what `prepare` has made)`` to a tuple of arrays.
    prepare : callable, optional
        What to make of the positions beforehand.

    Returns
    -------
    callable
        For `tables.Case`.
    """

    def jobs(sky, positions):
        prepared = prepare(positions)
        packages = {"astroapers": aap_photutils, "photutils": pa}
        return {
            name: Job(lambda package=package: measure(package, sky, prepared))
            for name, package in packages.items()
        }

    return jobs


def one_aperture(positions):
    """Return the aperture of photutils at the first of the positions."""
    return pa.CircularAperture(positions[0], 5.0)


CASES = (
    Case("20 radii, function", 5000, by_both(many_radii)),
    Case("annulus median", 5000, by_both(annulus_median)),
    Case("annulus median, clipped", 5000, by_both(clipped_median)),
    Case("error, mask; class", 100_000, by_both(class_with_errors)),
    Case("error, mask; function", 100_000, by_both(function_with_errors)),
    Case("one source; class", 1, by_both(class_one, one_aperture)),
    Case("one source; function", 1, by_both(function_one, one_aperture)),
)
TABLES = (Table("drop-in", cases=CASES, **against("photutils")),)
