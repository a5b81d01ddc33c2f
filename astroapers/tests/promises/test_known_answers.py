"""
Thirty sums and effective areas, through every layer.

Each number is one on which at least two independent computations agree: boundary
integrals, closed-form membership, polygons of shapely, quadrature of chords, analytic
areas.
"""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from astroapers import _rust
from astroapers.tests.cases import IMAGE, MASK, apsum, npix
from astroapers.tests.layers import PATH, PILL, aperture, function, raw_params

CENTER = (20.3, 17.6)
ELLIPSE = {"a": 7.5, "b": 2.5, "theta": 0.6}
RECT = {"w": 9.0, "h": 4.0, "theta": 0.35}
RING = {"r_in": 4.0, "r_out": 7.5}
ELLIP_ANN = {
    "a_in": 4.0, "b_in": 2.0, "a_out": 9.0, "b_out": 6.0, "theta_in": 0.3, "theta_out": 0.8,
}  # fmt: skip
RECT_ANN = {
    "w_in": 4.0, "h_in": 2.0, "w_out": 12.0, "h_out": 9.0, "theta_in": 0.3, "theta_out": -0.5,
}  # fmt: skip
PILL_ANN = {
    "w_in": 3.0, "a_in": 1.5, "b_in": 1.5, "w_out": 6.0, "a_out": 4.0, "b_out": 4.0,
    "theta_in": 0.3, "theta_out": 0.5,
}  # fmt: skip
WEDGE = {"r_in": 2.0, "r_out": 9.0, "theta_in": 0.7, "dtheta_in": 1.2}
REFLEX = {**WEDGE, "dtheta_in": 4.5}
BENT = {"r_in": 3.0, "r_out": 8.0, "theta_in": 0.0, "dtheta_in": 1.0, "theta_out": 0.4,
        "dtheta_out": 1.6}  # fmt: skip
ARCH = {
    "segments": [
        ("move", 4, 0), ("arc", 0, 0, 4, 0, np.pi), ("line", -2, -5), ("line", 2, -5), ("close",),
    ],
}  # fmt: skip

# Shape, position, parameters, method, masked, apsum, npix.
CASES = [
    ("circ", (20, 18), {"r": 3.0}, "exact", False, 1393.5341695177428, 28.274333882308145),
    ("circ", CENTER, {"r": 5.25}, "exact", False, 4468.0200565147115, 86.59014751456868),
    ("circ", (20.5, 17.5), {"r": 2.0}, "exact", False, 614.8692304479711, 12.566370614359172),
    ("circ", (0.2, -1.3), {"r": 4.1}, "exact", False, 334.49157989851926, 12.239471944360304),
    ("circ", CENTER, {"r": 5.25}, "exact", True, 3798.4945411543536, 74.66289985615177),
    ("circ", CENTER, {"r": 5.25}, "center", False, 4414.0, 85.0),
    ("circ", (0.2, -1.3), {"r": 4.1}, "center", True, 266.0, 10.0),
    ("circ", (12.1, 13.4), {"r": 0.02}, "exact", False, 0.01884955592153878,
     0.0012566370614359185),
    ("ellip", (21.4, 19.7), ELLIPSE, "exact", False, 2893.384752347947, 58.90486225480864),
    ("ellip", (42.6, 38.9), {"a": 6.0, "b": 4.0, "theta": -1.1}, "exact", True,
     1040.0397388846186, 19.938314758436533),
    ("ellip", (21.4, 19.7), ELLIPSE, "center", False, 2776.0, 57.0),
    ("rect", (20.2, 18.1), RECT, "exact", False, 1911.1759832384828, 35.999999999999986),
    ("rect", (20, 18), {"w": 5.0, "h": 3.0, "theta": np.pi / 2}, "exact", False, 716.0, 15.0),
    ("rect", (-1.5, 20.3), {"w": 8.0, "h": 6.0, "theta": 2.2}, "exact", True, 739.2097719175832,
     13.011077500497224),
    ("rect", (20.2, 18.1), RECT, "center", False, 1982.0, 37.0),
    ("pill", (20.3, 18.2), {**PILL, "a": 2.5, "b": 2.5}, "exact", False, 2558.343869077786,
     49.63495408493618),
    ("pill", (20.3, 18.2), PILL, "exact", False, 2549.6699737374915, 49.13274122871836),
    ("pill", (20.3, 18.2), PILL, "exact", True, 2240.9816947182485, 43.08959649031521),
    ("pill", (20.3, 18.2), PILL, "center", False, 2650.0, 48.0),
    ("circ_ann", CENTER, RING, "exact", False, 6383.646242097687, 126.4491043069892),
    ("circ_ann", CENTER, RING, "center", True, 5380.0, 106.0),
    ("ellip_ann", CENTER, ELLIP_ANN, "exact", False, 7358.832613121597, 144.51326206513053),
    ("rect_ann", CENTER, RECT_ANN, "exact", False, 5241.518740251196, 100.0),
    ("pill_ann", CENTER, PILL_ANN, "exact", False, 4241.045407666046, 82.19689898685961),
    ("wedge", CENTER, WEDGE, "exact", False, 2263.539996389279, 46.2),
    ("wedge", CENTER, REFLEX, "exact", False, 8744.397355457186, 173.25),
    ("wedge", CENTER, REFLEX, "center", False, 8580.0, 172.0),
    ("wedge", CENTER, BENT, "exact", False, 2003.7804128998544, 40.16738875290965),
    ("path", CENTER, PATH, "exact", True, 1673.1636388888892, 33.787944444444456),
    ("path", CENTER, ARCH, "exact", False, 2871.32222261071, 55.132741228718345),
]  # fmt: skip
NAMES = "shape, at, params, method, masked, total, count"
every_case = pytest.mark.parametrize(
    NAMES, CASES, ids=[f"{k + 1}-{case[0]}-{case[3]}" for k, case in enumerate(CASES)]
)


def check(found, expected):
    assert_allclose(np.squeeze(found), expected, rtol=1e-11)


@every_case
class TestCheckCases:
    def test_object(self, shape, at, params, method, masked, total, count):
        ap = aperture(shape, at, **params)
        mask = MASK if masked else None
        check(apsum(ap, method, IMAGE, mask), (total, count))
        check(apsum(ap, method, IMAGE, mask, return_npix=False), total)
        check(npix(ap, method, IMAGE.shape, mask=mask), count)

    def test_in_a_batch(self, shape, at, params, method, masked, total, count):
        where = [(-30.0, 4.0), at, (25.5, 11.0), at]
        found = apsum(aperture(shape, where, **params), method, IMAGE, MASK if masked else None)
        check(np.take(found, [1, 3], axis=1), [[total] * 2, [count] * 2])

    def test_functions(self, shape, at, params, method, masked, total, count):
        mask = MASK if masked else None
        measure = function("apsum", shape, method)
        check(measure(IMAGE, *at, **params, mask=mask), (total, count))
        check(measure(IMAGE, *at, *params.values(), mask=mask), (total, count))
        check(measure(IMAGE, *at, **params, mask=mask, return_npix=False), total)
        found = function("npix", shape, method)(*at, **params, shape=IMAGE.shape, mask=mask)
        check(found, count)

    def test_weights_and_boxes(self, shape, at, params, method, masked, total, count):
        mask = MASK if masked else None
        (weights,), (box,) = function("weights", shape, method)(*at, **params)
        assert function("bboxes", shape)(*at, **params) == [box]
        check(box.apsum(weights, IMAGE, mask), (total, count))
        check(box.apsum(weights, IMAGE, mask, return_npix=False), total)
        check(box.npix(weights, IMAGE.shape, mask), count)
        check(box.weighted_values(weights, IMAGE, mask).sum(), total)
        check(np.nansum(box.weighted_cutout(weights, IMAGE, mask)), total)


UNMASKED = [case[:4] + case[5:] for case in CASES if not case[4]]


@pytest.mark.parametrize("shape, at, params, method, total, count", UNMASKED)
def test_raw_kernels(shape, at, params, method, total, count):
    """Both of one source and of an array of them."""
    name = f"apsum_{shape}_{method}"
    numbers = raw_params(shape, **params)
    x, y = map(float, at)
    check(getattr(_rust, f"{name}_one")(IMAGE, x, y, *numbers), (total, count))
    xs, ys = np.array([[x, -30.0], [y, 4.0]])
    sums, counts = getattr(_rust, name)(IMAGE, xs, ys, *numbers)
    assert type(sums) is type(counts) is list
    check((sums[0], counts[0]), (total, count))
