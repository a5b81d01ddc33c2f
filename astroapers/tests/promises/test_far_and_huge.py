"""Positions far away, shapes much larger than the image, and no numbers at all."""

import contextlib
import itertools
import math

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from astroapers import CircAp, PathAp, RectAp
from astroapers.tests.cases import IMAGE, MASK, METHODS, apsum, npix, weights
from astroapers.tests.layers import CLASSES, TYPICAL, aperture, function, raw, raw_params

every_shape = pytest.mark.parametrize("shape", CLASSES)
every_method = pytest.mark.parametrize("method", METHODS)
REFUSED = (ValueError, OverflowError, MemoryError)


def scaled(shape, factor):
    """Typical parameters of a shape, so many times larger."""
    params = TYPICAL[shape]
    if shape == "path":
        return {
            "segments": [scaled_command(command, factor) for command in params["segments"]],
            "holes": [[scaled_command(c, factor) for c in hole] for hole in params["holes"]],
        }
    return {name: v if "theta" in name else v * factor for name, v in params.items()}


def scaled_command(command, factor):
    return (command[0], *(number * factor for number in command[1:]))


@every_shape
@every_method
class TestFarAway:
    FAR = [(1e300, 0.0), (-1e300, 1e300), (20.0, -1e18), (1e18, 1e18), (1e12, 5.0), (90.0, 5.0)]

    def test_nothing_is_measured(self, shape, method):
        ap = aperture(shape, self.FAR)
        zeros = np.zeros(len(self.FAR))
        for mask in (None, MASK):
            assert_array_equal(apsum(ap, method, IMAGE, mask), [zeros, zeros])
            assert_array_equal(npix(ap, method, IMAGE.shape, mask=mask), zeros)
            assert [v.size for v in ap.sampled_values(IMAGE, mask=mask)] == zeros.tolist()
            assert [v.size for v in ap.weighted_values(IMAGE, mask=mask)] == zeros.tolist()
            for far in self.FAR:
                found = function("apsum", shape, method)(IMAGE, *far, **TYPICAL[shape], mask=mask)
                assert_array_equal(np.ravel(found), [0, 0])

    def test_a_box_as_far_or_none(self, shape, method):
        """Either all that needs a box is refused, or all of it is right."""
        for far in self.FAR:
            ap = aperture(shape, far)
            calls = (
                lambda ap=ap: weights(ap, method),
                lambda ap=ap: ap.sampled_cutout(IMAGE),
                lambda ap=ap: ap.weighted_cutout(IMAGE),
            )
            try:
                (box,) = ap.bboxes()
            except REFUSED:
                for call in calls:
                    with pytest.raises(REFUSED):
                        call()
                assert max(np.abs(far)) >= 1e15
                continue
            assert max(np.abs(far)) < 2**63
            for call in calls:
                assert call()[0].shape == box.shape
            if max(np.abs(far)) < 1e15:
                assert weights(ap, "exact")[0].sum() == pytest.approx(ap.area)
                assert np.isnan(ap.weighted_cutout(IMAGE)[0]).all()

    def test_others_of_the_batch(self, shape, method):
        ap = aperture(shape, [self.FAR[0], (20.3, 17.6), self.FAR[2]])
        alone = apsum(aperture(shape, (20.3, 17.6)), method, IMAGE, MASK)
        assert_array_equal(np.array(apsum(ap, method, IMAGE, MASK))[:, 1], alone)
        assert_array_equal(
            ap.sampled_values(IMAGE)[1], aperture(shape, (20.3, 17.6)).sampled_values(IMAGE)[0]
        )


# Where a typical shape, 1e6 times larger, covers the frame: in local coordinates.
COVERED = {
    "circ": (1.0, 2.0), "circ_ann": (5.0, 0.5), "ellip": (1.0, 0.5), "ellip_ann": (5.5, 3.0),
    "rect": (1.0, 0.5), "rect_ann": (-3.5, 2.5), "pill": (3.0, 1.5), "pill_ann": (4.5, 2.5),
    "wedge": (5.0, 1.0), "path": (-1.0, -1.0),
}  # fmt: skip


@every_shape
@every_method
class TestHuge:
    @pytest.mark.parametrize("factor, side", [(1e6, 1000), (2e8, 40)])
    def test_all_covered(self, shape, method, factor, side):
        frame = (side, side)
        at = side / 2 - np.array(COVERED[shape]) * factor
        ap = aperture(shape, at, **scaled(shape, factor))
        pixels = float(side * side)
        mask = np.zeros(frame, dtype=bool)
        mask[3, 4:9] = True
        assert apsum(ap, method, np.ones(frame)) == (pixels, pixels)
        assert apsum(ap, method, np.ones(frame), mask) == (pixels - 5, pixels - 5)
        assert npix(ap, method, frame, mask=mask) == pixels - 5
        (values,), ((yy, xx),) = ap.sampled_values(np.ones(frame), mask=mask, return_pix=True)
        assert values.size == yy.size == xx.size == pixels - 5
        (values,) = ap.weighted_values(np.ones(frame))
        assert_array_equal(values, 1.0)
        assert values.size == pixels
        with pytest.raises(REFUSED):
            weights(ap, method)
        with pytest.raises(REFUSED):
            ap.weighted_cutout(np.ones(frame))

    def test_nothing_covered(self, shape, method):
        at = 20 - np.array((30.0, 40.0)) * 1e6
        ap = aperture(shape, at, **scaled(shape, 1e6))
        for mask in (None, MASK):
            assert apsum(ap, method, IMAGE, mask) == (0, 0)
            assert ap.sampled_values(IMAGE, mask=mask)[0].size == 0

    def test_functions(self, shape, method):
        at = 20 - np.array(COVERED[shape]) * 1e7
        params = scaled(shape, 1e7)
        for mask in (None, MASK):
            found = function("apsum", shape, method)(IMAGE, *at, **params, mask=mask)
            inside = ~MASK if mask is MASK else np.ones_like(MASK)
            assert_allclose(np.ravel(found), [IMAGE[inside].sum(), inside.sum()], rtol=1e-13)


class TestHugeEdges:
    """An edge of a huge shape through the frame: which part is covered is known."""

    def test_the_example(self):
        ones = np.ones((40, 40))
        for mask in (None, np.zeros((40, 40), bool)):
            assert CircAp((20, 20), 1e9).apsum_exact(ones, mask) == (1600, 1600)

    @every_method
    def test_straight(self, method):
        # The right-hand edge at x = 20.25: 20.75 columns, of which 21 have their centres inside.
        size = 2.0**23
        x = 20.25 - size / 2
        half = size / 2
        square = [("move", -half, -half), ("line", half, -half), ("line", half, half),
                  ("line", -half, half), ("close",)]  # fmt: skip
        columns = 20.75 if method == "exact" else 21
        for ap in (
            RectAp((x, 20), size, size), RectAp((x, 20), size, size, math.pi / 2),
            PathAp((x, 20), square),
        ):  # fmt: skip
            assert apsum(ap, method, np.ones((40, 44))) == (columns * 40, columns * 40)
            assert npix(ap, method, (40, 44), mask=MASK) == pytest.approx(
                columns * 40 - (MASK[:, :21].sum(axis=0) @ [*[1.0] * 20, columns - 20])
            )

    @pytest.mark.parametrize("name", ["circ", "pill", "wedge", "path"])
    def test_round(self, name):
        # From the edge of a disc at x = 20.25, y = 20, the sagitta of 20 px is 2e-5 px.
        r = 1e7
        at = 20.25 - r, 19.5
        ap = {
            "circ": CircAp(at, r),
            "pill": aperture("pill", (at[0] - 50, at[1]), w=100, a=r, b=r),
            "wedge": aperture("wedge", at, r_in=r / 2, r_out=r, theta_in=0, dtheta_in=1),
            "path": PathAp(at, [("move", 0, -r), ("arc", 0, 0, r, -math.pi / 2, math.pi),
                                ("close",)]),
        }[name]  # fmt: skip
        y = np.arange(-20, 20)
        expected = (20.75 - (y**2 + y + 1 / 3) / (2 * r)).sum()
        for mask in (None, np.zeros((40, 44), bool)):
            assert_allclose(ap.npix_exact((40, 44), mask=mask), expected, rtol=1e-9)
        assert ap.npix_center((40, 44)) == 21 * 40


@every_shape
@every_method
class TestNoNumbers:
    """A position that is no number costs this source its result, and no other."""

    XS = np.array([np.nan, 20.3, np.inf, 10.0, 12.5, 20.3])
    YS = np.array([17.6, 17.6, 17.6, -np.inf, np.nan, 17.6])
    GOOD = (1, 5)

    def expected(self, shape, method, mask=None):
        found = np.full((2, 6), np.nan)
        for k in self.GOOD:
            found[:, k] = apsum(aperture(shape, (self.XS[k], self.YS[k])), method, IMAGE, mask)
        return found

    def test_functions(self, shape, method):
        params = TYPICAL[shape]
        for mask, validate in itertools.product((None, MASK), (True, False)):
            options = {**params, "mask": mask, "validate": validate}
            found = function("apsum", shape, method)(IMAGE, self.XS, self.YS, **options)
            assert_array_equal(found, self.expected(shape, method, mask))
            counts = function("npix", shape, method)(self.XS, self.YS, **options, shape=IMAGE.shape)
            assert_array_equal(counts, self.expected(shape, method, mask)[1])

    def test_raw(self, shape, method):
        numbers, expected = raw_params(shape), self.expected(shape, method)
        found = raw("apsum", shape, method)(IMAGE, self.XS, self.YS, *numbers)
        assert_array_equal(found, expected)
        one = raw("apsum", shape, method, "_one")(IMAGE, np.nan, 3.0, *numbers)
        assert_array_equal(one, [np.nan, np.nan])
        counts = raw("npix", shape, method)(self.XS, self.YS, *numbers, 40, 44)
        assert_array_equal(counts, expected[1])

    def test_boxes_and_weights(self, shape, method):
        params, numbers = TYPICAL[shape], raw_params(shape)
        calls = (
            lambda: function("weights", shape, method)(self.XS, self.YS, **params),
            lambda: function("bboxes", shape)(self.XS, self.YS, **params),
            lambda: raw("weights", shape, method)(self.XS, self.YS, *numbers),
            lambda: raw("bboxes", shape)(self.XS, self.YS, *numbers),
            lambda: raw("weights", shape, method, "_one")(np.nan, 3.0, *numbers, 0, 0, 4, 4),
        )
        for call in calls:
            with pytest.raises(ValueError):  # noqa: PT011
                call()

    def test_objects_refuse_them(self, shape, method):
        for bad in (np.nan, np.inf):
            for at in ((bad, 3.0), [(3.0, 4.0), (5.0, bad)]):
                with pytest.raises(ValueError, match="finite"):
                    aperture(shape, at)


@every_shape
class TestNothingCrashes:
    """Without validation the numbers may be nonsense; the answer is a number or an exception."""

    ODD = (np.nan, np.inf, -np.inf, 0.0, -1.0, 1e-320, 1e308, 1e19)

    @staticmethod
    def survive(call):
        with contextlib.suppress(ValueError, OverflowError, MemoryError, TypeError):
            call()

    def attempt(self, shape, at, params):
        for make in (
            lambda: CLASSES[shape](at, **params, validate=False),
            lambda: CLASSES[shape](at, **params),
        ):
            try:
                ap = make()
            except (ValueError, OverflowError):
                continue
            for method in METHODS:
                self.survive(lambda m=method, ap=ap: apsum(ap, m, IMAGE, MASK))
                self.survive(lambda m=method, ap=ap: apsum(ap, m, IMAGE))
                self.survive(lambda m=method, ap=ap: npix(ap, m, IMAGE.shape))
            self.survive(lambda ap=ap: ap.sampled_values(IMAGE))
            self.survive(lambda ap=ap: ap.weighted_values(IMAGE))
            self.survive(ap.bboxes)
            self.survive(lambda ap=ap: ap.area)
        for what, *more in (("apsum", IMAGE), ("npix",)):
            options = {"shape": IMAGE.shape} if what == "npix" else {}
            self.survive(
                lambda w=what, more=more, options=options: function(w, shape, "exact")(
                    *more, np.array([at[0]]), np.array([at[1]]), **params, **options, validate=False
                )
            )

    def test_positions(self, shape):
        for odd in self.ODD:
            self.attempt(shape, (odd, 5.0), TYPICAL[shape])
            self.attempt(shape, (odd, -odd), TYPICAL[shape])

    def test_parameters(self, shape):
        if shape == "path":
            typical = TYPICAL["path"]["segments"]
            for odd, which, k in itertools.product(self.ODD, (0, 1, 2), (1, 2)):
                segments = [list(command) for command in typical]
                segments[which][k] = odd
                self.attempt(shape, (20.0, 17.0), {"segments": segments})
            for odd, k in itertools.product(self.ODD, range(1, 6)):
                arc = ["arc", 0.0, 0.0, 4.0, 0.0, math.pi]
                arc[k] = odd
                self.attempt(shape, (20.0, 17.0), {"segments": [("move", 4, 0), arc, ("close",)]})
            return
        for odd, name in itertools.product(self.ODD, TYPICAL[shape]):
            self.attempt(shape, (20.0, 17.0), {**TYPICAL[shape], name: odd})
        for odd in self.ODD:
            self.attempt(shape, (20.0, 17.0), dict.fromkeys(TYPICAL[shape], odd))
            self.attempt(shape, (odd, odd), dict.fromkeys(TYPICAL[shape], odd))
