"""Calibrating the parallel threshold; a clock that can be relied on replaces the real one."""

import copy
import dataclasses
import inspect
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from astroapers import (
    ParallelThresholdCalibration,
    calibrate_parallel_threshold,
    calibration,
    get_parallel_threshold,
    set_parallel_threshold,
)


@pytest.fixture(autouse=True)
def threshold():
    """A threshold that no calibration finds; the old one comes back afterwards."""
    before = get_parallel_threshold()
    set_parallel_threshold(77)
    yield 77
    set_parallel_threshold(before)


@pytest.fixture
def crossing_at(monkeypatch):
    """Sets from how many sources on threads win."""

    def set_crossing(n):
        def times(image, positions, radius, repeats):
            return len(positions), len(positions) / 2 if len(positions) >= n else 3 * n

        monkeypatch.setattr(calibration, "_time_both", times)

    return set_crossing


@pytest.mark.parametrize(
    "n, counts, expected",
    [
        (8, (1, 2, 4, 8, 16), 8),
        (5, (1, 2, 4, 8, 16), 8),
        (1, (1, 2, 4, 8, 16), 1),
        (0, (4, 8), 4),
        (99, (1, 2, 4, 8, 16), 17),
        (99, (3,), 4),
        (2, (3,), 3),
    ],
)
@pytest.mark.parametrize("apply", [True, False])
def test_threshold(n, counts, expected, apply, threshold, crossing_at):
    crossing_at(n)
    found = calibrate_parallel_threshold(counts=counts, apply=apply)
    assert found.threshold == expected
    assert found.original_threshold == threshold
    assert found.applied is apply
    assert get_parallel_threshold() == (expected if apply else threshold)
    assert found.counts == counts
    assert found.serial_seconds == counts
    assert len(found.parallel_seconds) == len(counts)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=8))
def test_least_total_time(times):
    serial, parallel = zip(*times, strict=True)
    counts = tuple(range(1, len(times) + 1))
    totals = {
        t: sum(p if n >= t else s for n, s, p in zip(counts, serial, parallel, strict=True))
        for t in (*counts, len(times) + 1)
    }
    best = calibration._best_threshold(counts, serial, parallel)
    assert totals[best] == min(totals.values())


@pytest.mark.parametrize(
    "counts", [[4, 2, 4, 1], {1, 2, 4}, np.array([4, 2, 1, 1]), iter((4, 2, 1))]
)
def test_counts_are_sorted(counts, crossing_at):
    crossing_at(2)
    found = calibrate_parallel_threshold(counts=counts)
    assert found.counts == (1, 2, 4)
    assert {type(count) for count in found.counts} == {int}


def test_time_of_one_call(monkeypatch):
    """The median of the calls, each with the threshold that it is to be measured with."""
    thresholds, now = [], iter(np.cumsum([0, 9, 0, 9, 0, 3, 0, 1, 0, 5, 0, 1, 0, 4, 0, 2]))

    def measure(images, steps):
        thresholds.append(get_parallel_threshold())
        (step,) = steps
        assert (step.footprint.shape, step.footprint.params) == ("circ", (2.5,))
        assert (step.footprint.positions.shape, images.data.shape) == ((3, 2), (9, 9))

    monkeypatch.setattr(calibration, "measure", measure)
    monkeypatch.setattr(calibration, "perf_counter", lambda: next(now))
    times = calibration._time_both(np.ones((9, 9)), np.ones((3, 2)), 2.5, 3)
    assert times == (4.0, 1.0)
    assert {type(seconds) for seconds in times} == {float}
    # Serial and parallel in turn; the first round does not count.
    assert thresholds == [4, 1] * 4


def test_circles_are_inside_the_image(monkeypatch):
    def times(image, positions, radius, repeats):
        assert image.shape == (11, 11)
        assert positions.min() >= radius - 0.5
        assert positions.max() <= 10.5 - radius
        assert repeats == 7
        return 1.0, 2.0

    monkeypatch.setattr(calibration, "_time_both", times)
    calibrate_parallel_threshold(counts=[200], repeats=7, image_size=11, radius=5.4)


def test_threshold_is_restored_after_an_error(monkeypatch, threshold):
    def fail(*args):
        set_parallel_threshold(1)
        raise KeyboardInterrupt

    monkeypatch.setattr(calibration, "_time_both", fail)
    with pytest.raises(KeyboardInterrupt):
        calibrate_parallel_threshold()
    assert get_parallel_threshold() == threshold


def test_for_real(threshold):
    found = calibrate_parallel_threshold(
        counts=(1, 3), repeats=2, image_size=32, radius=2, apply=False
    )
    assert found.threshold in (1, 3, 4)
    assert get_parallel_threshold() == threshold
    for seconds in (found.serial_seconds, found.parallel_seconds):
        assert len(seconds) == 2
        assert min(seconds) > 0


@pytest.mark.parametrize(
    "name, values",
    [
        (
            "counts",
            [(), [], 5, None, [0], [1, -2], [2.0], [1, True], ["3"], [None], "x", [np.True_]],
        ),
        ("repeats", [0, -1, 1.0, True, "3", None, np.float64(2), [3]]),
        ("image_size", [0, -5, 10, 256.0, True, None, "256"]),
        ("radius", [0, 0.0, -1, np.nan, np.inf, 10**400, "wide", None, 128, 1e300, 1j, [1, 2]]),
    ],
)
def test_refused(name, values, threshold):
    for value in values:
        with pytest.raises(ValueError, match=name):
            calibrate_parallel_threshold(**{name: value})
    assert get_parallel_threshold() == threshold


def test_result_is_a_frozen_record():
    found = ParallelThresholdCalibration(2, 64, False, (1, 2), (1.0, 2.0), (3.0, 1.0))
    assert found == ParallelThresholdCalibration(2, 64, False, (1, 2), (1.0, 2.0), (3.0, 1.0))
    assert {found, copy.copy(found), pickle.loads(pickle.dumps(found))} == {found}
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.threshold = 3
    with pytest.raises(dataclasses.FrozenInstanceError):
        del found.counts


def test_defaults():
    parameters = inspect.signature(calibrate_parallel_threshold).parameters
    assert parameters["counts"].default == tuple(2**k for k in range(10))
    assert {p.kind for p in parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}
