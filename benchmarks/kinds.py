"""Tables of the suite "grid" about layers, coverage, pixel values and statistics."""

import numpy as np
import sep
from astropy.stats import SigmaClip
from contestants import photutils_sums, table_sums
from measuring import Job
from photutils import aperture as pa
from tables import OURS, Case, Table, against

import astroapers as aap
import astroapers.photutils as aap_photutils
from astroapers import _rust, kernels

R = 5.0  # px


def layer(ours, *peers):
    """
    Sums by one of our layers, from the positions.

    Parameters
    ----------
    ours : callable
        From ``(image, positions, x, y)`` to sums.
    *peers : {'photutils', 'SEP'}
        Other libraries that are timed: photutils' class, SEP's function.

    Returns
    -------
    callable
        For `tables.Case`.
    """

    def jobs(sky, positions):
        image, (x, y) = sky.image, np.ascontiguousarray(positions.T)

        def by_photutils():
            return photutils_sums(pa, image, pa.CircularAperture(positions, R))

        made = {
            "photutils": Job(by_photutils),
            "SEP": Job(lambda: sep.sum_circle(image, x, y, R, subpix=0)[:1]),
        }
        return {OURS: Job(lambda: (ours(image, positions, x, y),))} | {
            name: made[name] for name in peers
        }

    return jobs


def _drop_in(measure):
    return lambda image, positions, x, y: measure(
        aap_photutils, image, pa.CircularAperture(positions, R)
    )[0]


WAYS = {
    "raw layer, sums only": layer(
        lambda image, _, x, y: _rust.apsum_circ_exact_sum(image, x, y, R), "SEP"
    ),
    "raw layer": layer(lambda image, _, x, y: _rust.apsum_circ_exact(image, x, y, R)[0], "SEP"),
    "function": layer(lambda image, _, x, y: kernels.apsum_circ_exact(image, x, y, R)[0], "SEP"),
    "aperture object": layer(
        lambda image, positions, x, y: aap.CircAp(positions, R).apsum_exact(image)[0], "SEP"
    ),
    "drop-in, class": layer(_drop_in(photutils_sums), "photutils"),
    "drop-in, function": layer(_drop_in(table_sums), "photutils"),
}
LAYERS = Table(
    "layers",
    cases=tuple(Case(name, n, jobs) for n in (1, 10, 1000) for name, jobs in WAYS.items()),
    note="The same sums by different ways of calling.",
    **against("photutils", "SEP"),
)


def coverage(ours, theirs, values):
    """
    Other results than sums, in circles.

    Parameters
    ----------
    ours, theirs : callable
        From ``(aperture, sky)`` to the result, for a native aperture and for one of photutils.
    values : callable
        From the result to the array that is compared.

    Returns
    -------
    callable
        For `tables.Case`.
    """

    def jobs(sky, positions):
        return {
            OURS: Job(lambda: ours(aap.CircAp(positions, R), sky), lambda f: (values(f),)),
            "photutils": Job(
                lambda: theirs(pa.CircularAperture(positions, R), sky), lambda f: (values(f),)
            ),
        }

    return jobs


def _totals(arrays):
    return np.array([np.sum(array) for array in arrays])


def _their_masks(method):
    return lambda ap, sky: [mask.data for mask in ap.to_mask(method=method)]


def _their_values(ap, sky):
    return [mask.get_values(sky.image) for mask in ap.to_mask(method="center")]


def _their_cutouts(ap, sky):
    return [mask.multiply(sky.image) for mask in ap.to_mask(method="exact")]


def _their_areas(ap, sky):
    return ap.area_overlap(sky.image, mask=sky.mask)


WHAT = {
    "weights, exact": coverage(lambda ap, _: ap.weights_exact(), _their_masks("exact"), _totals),
    "weights, center": coverage(lambda ap, _: ap.weights_center(), _their_masks("center"), _totals),
    "bounding boxes": coverage(
        lambda ap, _: ap.bboxes(), lambda ap, _: ap.bbox, lambda f: _totals([b.ixmin for b in f])
    ),
    "effective areas under a mask": coverage(
        lambda ap, sky: ap.npix_exact(sky.image.shape, mask=sky.mask), _their_areas, np.asarray
    ),
    "values of pixels": coverage(
        lambda ap, sky: ap.sampled_values(sky.image), _their_values, _totals
    ),
    "cutouts times weights": coverage(
        lambda ap, sky: ap.weighted_cutout(sky.image, fill_value=0.0), _their_cutouts, _totals
    ),
}
COVERAGE = Table(
    "coverage and pixels",
    cases=tuple(Case(name, 1000, jobs) for name, jobs in WHAT.items()),
    note="Lists of one array per source; photutils' by to_mask.",
    **against("photutils"),
)


def statistic(name, **options):
    """Return one result of `ApertureStats` in annuli of 8 to 12 px."""

    def jobs(sky, positions):
        def by(package):
            annulus = pa.CircularAnnulus(positions, 8.0, 12.0)
            return (getattr(package.ApertureStats(sky.image, annulus, **options), name),)

        return {OURS: Job(lambda: by(aap_photutils)), "photutils": Job(lambda: by(pa))}

    return jobs


CLIPPED = {"sigma_clip": SigmaClip(sigma=3.0)}
NAMES = ("mean", "median", "mode", "std", "mad_std", "biweight_location", "gini", "centroid")
STATISTICS = Table(
    "statistics",
    cases=tuple(Case(name, 2000, statistic(name), tolerance=1e-9) for name in NAMES)
    + tuple(
        Case(f"{name}, clipped", 2000, statistic(name, **CLIPPED), tolerance=1e-9)
        for name in ("mean", "median", "std", "mad_std")
    ),
    note="Of the pixels whose centres are in an annulus of 8 to 12 px.",
    **against("photutils"),
)
