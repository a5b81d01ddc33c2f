"""
The suite "calls" of `compare.py`: the most important calls, against photutils and SEP.

Native calls are compared with `AperturePhotometry(...).flux` of photutils and with the functions of
SEP with ``subpix=0``. Lines of the drop-in compare its callables with photutils' own.
"""

import sep
from contestants import (
    POLYGONS,
    RECTANGLE,
    THETA,
    Shape,
    annulus,
    circle,
    ellipse,
    photutils_sums,
    sums,
)
from dropin import (
    annulus_median,
    by_both,
    class_with_errors,
    clipped_median,
    function_sums,
    function_with_errors,
    many_radii,
)
from measuring import Job
from photutils import aperture as pa
from tables import Case, Table, against

import astroapers as aap


def case(shape, n, what="", **options):
    """Sums in one shape."""
    return Case(shape.name + what, n, sums(shape, **options), tolerance=shape.tolerance)


def one_circle(sky, positions):
    """One circle, from the position to the number."""
    (x, y), r, image = positions[0].tolist(), 5.0, sky.image
    return {
        "astroapers": Job(lambda: aap.CircAp((x, y), r).apsum_exact(image)[:1]),
        "photutils": Job(lambda: photutils_sums(pa, image, pa.CircularAperture((x, y), r))),
        "SEP": Job(lambda: sep.sum_circle(image, [x], [y], r, subpix=0)[:1]),
    }


def one_circle_raw(sky, positions):
    """One circle by the raw layer, from the position to the number."""
    raw, image = aap._rust.apsum_circ_exact_sum_one, sky.image
    (x, y), r = positions[0].tolist(), 5.0
    ours = Job(lambda: (raw(image, x, y, r),))
    return {"astroapers": ours, "SEP": one_circle(sky, positions)["SEP"]}


PILL = Shape("pill w = 6, a = b = 4", lambda p: aap.PillAp(p, 6.0, 4.0, 4.0, THETA))
WEDGE = Shape("wedge 5-20, 0.7 rad", lambda p: aap.WedgeAp(p, 5.0, 20.0, THETA, 0.7))

CASES = (
    *(case(circle(r), 10_000) for r in (3, 5, 10)),
    case(circle(5), 100),
    case(circle(50), 1000),
    case(circle(4), 200_000),
    case(circle(5), 10_000, ", float32", dtype="f4"),
    case(circle(5), 10_000, ", big-endian float32", dtype=">f4"),
    case(circle(5), 10_000, ", int16", dtype="i2"),
    case(circle(5), 5000, ", mask", with_=("mask",)),
    case(annulus(8, 12), 5000),
    case(annulus(8, 12), 5000, ", center", method="center"),
    case(ellipse(8, 4), 10_000, ", rotated"),
    case(RECTANGLE, 10_000, ", rotated"),
    *(case(shape, 10_000) for shape in (POLYGONS, PILL, WEDGE)),
    Case("one circle, object", 1, one_circle),
    Case("one circle, raw", 1, one_circle_raw),
    *(Case("drop-in: aperture_photometry", n, by_both(function_sums)) for n in (1, 1000, 100_000)),
    Case("drop-in: function, error and mask", 20_000, by_both(function_with_errors)),
    Case("drop-in: class, error and mask", 20_000, by_both(class_with_errors)),
    Case("drop-in: 20 radii, 1 to 20 px", 5000, by_both(many_radii)),
    Case("drop-in: annulus median", 5000, by_both(annulus_median)),
    Case("drop-in: annulus median, clipped", 5000, by_both(clipped_median)),
)
TABLES = (Table("call", cases=CASES, **against("photutils", "SEP")),)
