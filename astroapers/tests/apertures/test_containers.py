"""Apertures as Python objects: containers, equality, immutability, copies, repr."""

import copy
import pickle
import weakref

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import astroapers as aap
from astroapers import CircAn, CircAp, EllipAp, PathAp, PillAp, RectAp
from astroapers.tests.cases import CLASSES, IMAGE, PARAMS, POSITIONS, SAMPLED, make

every_class = pytest.mark.parametrize("cls", CLASSES)


class TestContainer:
    @every_class
    def test_scalar_is_no_container(self, cls):
        ap = make(cls, (20, 18))
        for call in (len, iter, lambda a: a[0], lambda a: a[:]):
            with pytest.raises(TypeError, match=f"scalar {cls.__name__}"):
                call(ap)

    @every_class
    def test_indexing(self, cls):
        ap = make(cls, POSITIONS)
        assert len(ap) == len(POSITIONS)
        for index in (0, 3, -1, -len(POSITIONS), np.int8(2)):
            assert ap[index] == make(cls, POSITIONS[index])
            assert ap[index].isscalar
        for index in (slice(1, 4), slice(None, None, -2), slice(0, 0), [0, -1, 3], [],
                      np.arange(len(POSITIONS)) % 2 == 0):  # fmt: skip
            part = ap[index]
            assert type(part) is cls
            assert not part.isscalar
            assert_array_equal(part.positions, POSITIONS[index])
            assert part.positions.flags.c_contiguous

    def test_iteration(self):
        ap = EllipAp(POSITIONS[:3], [7.0, 8.0, 9.0], 2.5, theta=[0.1, 0.2, 0.3])
        assert list(ap) == [ap[0], ap[1], ap[2]]
        assert [one.theta for one in ap] == [0.1, 0.2, 0.3]
        assert {type(one.a) for one in ap} == {float}

    def test_per_source_parameters_follow(self):
        ap = CircAp(POSITIONS[:4], [1.0, 2.0, 3.0, 4.0])
        assert ap[1::2].r.tolist() == [2.0, 4.0]
        assert ap[[3, 0]].r.tolist() == [4.0, 1.0]
        assert ap[-1].r == 4.0

    def test_index_errors(self):
        ap = CircAp(POSITIONS[:3], 2.0)
        for index in (3, -4, [0, 5], np.array([True, False])):
            with pytest.raises(IndexError):
                ap[index]
        for index in (1.5, "a", None, (0, 1), [[0]], [0.5]):
            with pytest.raises(TypeError, match="indexed by"):
                ap[index]

    def test_truth(self):
        assert CircAp((1, 2), 3)
        assert CircAp([(1, 2)], 3)
        assert not CircAp(np.empty((0, 2)), 3)

    def test_no_assignment_to_items(self):
        ap = CircAp(POSITIONS[:3], 2.0)
        with pytest.raises(TypeError):
            ap[0] = ap[1]


class TestIdentity:
    @every_class
    def test_equality_and_hash(self, cls):
        ap = make(cls, POSITIONS)
        same = make(cls, POSITIONS.tolist())
        assert ap == same
        assert hash(ap) == hash(same)
        assert ap != make(cls, POSITIONS[:-1])
        assert ap != make(cls, POSITIONS + 1e-12)
        assert make(cls, [(1, 2)]) != make(cls, (1, 2))
        if cls is not PathAp:
            for name, value in PARAMS[cls].items():
                assert ap != make(cls, POSITIONS, **{name: value * 1.001})

    def test_against_others(self):
        assert CircAp((1, 2), 3) != EllipAp((1, 2), 3, 3)
        assert CircAn((1, 2), 1, 3) != RectAp((1, 2), 1, 3)
        assert CircAp((1, 2), 3) != 3
        assert CircAp((0.0, 2), 3) == CircAp((-0.0, 2), 3)
        assert hash(CircAp((0.0, 2), 3)) == hash(CircAp((-0.0, 2), 3))
        assert CircAp([(1, 2), (3, 4)], 3) != CircAp([(1, 2), (3, 4)], [3, 3])
        assert CircAp([(1, 2), (3, 4)], [3, 5]) != CircAp([(1, 2), (3, 4)], [3, 4])

    def test_in_sets_and_dicts(self):
        apertures = {CircAp((1, 2), 3), CircAp((1, 2), 3.0), CircAp((1, 2), 4)}
        assert len(apertures) == 2

    @every_class
    def test_immutable(self, cls):
        for positions in ((1, 2), [(1, 2), (3, 4)]):
            ap = make(cls, positions)
            for name in (*PARAMS[cls], "positions", "isscalar", "area", "new_name"):
                with pytest.raises(AttributeError):
                    setattr(ap, name, 5.0)
            with pytest.raises(AttributeError):
                delattr(ap, cls._spec.params[0])
            assert ap == make(cls, positions)

    @every_class
    @pytest.mark.parametrize("positions", [(1, 2), [(1, 2)], [(1, 2), (3, 4)], np.empty((0, 2))])
    def test_round_trips(self, cls, positions):
        ap = make(cls, positions)
        name = cls._spec.params[0]
        per_source = cls is not PathAp and not ap.isscalar
        if per_source:
            ap = make(cls, positions, **{name: np.full(len(ap), PARAMS[cls][name])})
        copies = [copy.copy(ap), copy.deepcopy(ap)]
        copies += [
            pickle.loads(pickle.dumps(ap, protocol))
            for protocol in range(pickle.HIGHEST_PROTOCOL + 1)
        ]
        for other in copies:
            assert type(other) is cls
            assert other == ap
            assert other.isscalar is ap.isscalar
            assert not other.positions.flags.writeable
            assert_array_equal(other.apsum_exact(IMAGE), ap.apsum_exact(IMAGE))
            if per_source:
                assert not getattr(other, name).flags.writeable

    def test_subclass_of_a_user(self):
        class Star(CircAp):
            pass

        star = Star([(20, 18), (1, 2)], r=3)
        assert type(star[0]) is Star
        assert star.area == CircAp((20, 18), 3).area
        assert repr(star[0]) == "Star((20.0, 18.0), r=3.0)"

    def test_what_a_subclass_adds_stays(self):
        sub = _Named([(1, 2), (3, 4)], 3, "stars")
        for other in (copy.copy(sub), copy.deepcopy(sub), sub[0], sub[:1]):
            assert type(other) is _Named
            assert other.name == "stars"
        assert pickle.loads(pickle.dumps(sub)).name == "stars"

    @pytest.mark.parametrize("cls", SAMPLED)
    def test_samples_of_the_outline_stay_and_do_not_count(self, cls):
        ap = make(cls, POSITIONS, plot_samples=48)
        others = [ap[1], ap[:2], next(iter(ap)), copy.copy(ap), copy.deepcopy(ap)]
        others += [pickle.loads(pickle.dumps(ap, protocol)) for protocol in (0, 2, 5)]
        for other in others:
            assert other.plot_samples == 48
        assert ap == make(cls, POSITIONS)
        assert hash(ap) == hash(make(cls, POSITIONS))
        assert repr(ap).endswith(", plot_samples=48)")
        assert "plot_samples" not in repr(make(cls, POSITIONS))
        with pytest.raises(AttributeError):
            ap.plot_samples = 50

    def test_subclass_with_samples_of_the_outline(self):
        sub = _Trail((1, 2), "meteor")
        for other in (copy.copy(sub), copy.deepcopy(sub), pickle.loads(pickle.dumps(sub))):
            assert (other.name, other.plot_samples) == ("meteor", 16)
            assert other == sub

    def test_weak_references(self):
        ap = CircAp((1, 2), 3)
        assert weakref.ref(ap)() is ap

    # Numpy 2.5 deprecates what nobody should do to an array anyway.
    @pytest.mark.filterwarnings("ignore:Setting the shape:DeprecationWarning")
    def test_what_is_handed_out_does_not_lead_back(self):
        ap = CircAp([(1, 2), (3, 4)], [5, 6])
        for handed_out in (ap.positions, ap.r):
            assert isinstance(handed_out.base, bytes)
            handed_out.shape = (1, -1)
        assert ap.positions.shape == (2, 2)
        assert ap.r.shape == (2,)


class _Named(CircAp):
    """A user's subclass with an attribute of its own."""

    def __init__(self, positions, r, name):
        super().__init__(positions, r)
        self.name = name


class _Trail(PillAp):
    """The same, of a class with a shared slot."""

    def __init__(self, positions, name):
        super().__init__(positions, 6, 2, 2, plot_samples=16)
        self.name = name


class TestRepr:
    @every_class
    def test_scalar_and_short_ones_can_be_evaluated(self, cls):
        for positions in ((20.3, 17.6), POSITIONS[:3]):
            ap = make(cls, positions)
            text = repr(ap)
            assert text.startswith(f"{cls.__name__}(")
            for name, value in PARAMS[cls].items():
                assert f"{name}={value}" in text
            assert eval(text, vars(aap)) == ap

    def test_one_value_per_source(self):
        ap = CircAp([(1, 2), (3, 4)], [5, 6])
        assert repr(ap) == "CircAp([(1.0, 2.0), (3.0, 4.0)], r=[5.0, 6.0])"

    def test_long_ones_are_cut(self):
        ap = CircAp(np.arange(2000).reshape(-1, 2), np.arange(1.0, 1001.0))
        assert repr(ap) == (
            "CircAp([(0.0, 1.0), (2.0, 3.0), <996 more>, (1996.0, 1997.0), (1998.0, 1999.0)], "
            "r=[1.0, 2.0, <996 more>, 999.0, 1000.0])"
        )
