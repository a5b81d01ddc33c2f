"""Threads: the same bits however the work is divided, and Python goes on meanwhile."""

import os
import signal
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import astroapers as aap
from astroapers import CircAp
from astroapers.tests.cases import CLASSES, METHODS, apsum, make, npix, weights

N = 700  # well above the threshold of a batch that is divided
RNG = np.random.default_rng(20)
WHERE = RNG.uniform(-5, 305, (N, 2))
IMAGE = RNG.normal(100, 30, (300, 300))
MASK = RNG.random((300, 300)) < 0.1


@pytest.fixture(autouse=True)
def _settings_as_before():
    threads, threshold = aap.get_num_threads(), aap.get_parallel_threshold()
    yield
    aap.set_num_threads(threads)
    aap.set_parallel_threshold(threshold)


@pytest.fixture(params=CLASSES)
def ap(request):
    return make(request.param, WHERE)


class TestSameBits:
    @pytest.mark.parametrize("method", METHODS)
    def test_any_number_of_threads(self, ap, method):
        results = []
        for threads in (1, 2, 7):
            aap.set_num_threads(threads)
            assert aap.get_num_threads() >= 1
            for threshold in (1, 64, N + 1):
                aap.set_parallel_threshold(threshold)
                results.append(
                    (
                        *apsum(ap, method, IMAGE),
                        *apsum(ap, method, IMAGE.astype(">f4"), MASK),
                        npix(ap, method, IMAGE.shape, mask=MASK),
                        np.concatenate([w.ravel() for w in weights(ap, method)]),
                    )
                )
        for result in results[1:]:
            for first, other in zip(results[0], result, strict=True):
                assert_array_equal(other, first)

    def test_any_split_and_order(self, ap):
        aap.set_parallel_threshold(1)
        expected = np.array(ap.apsum_exact(IMAGE, MASK))
        for size in (1, 2, 3, 63, 64, 65, 500):
            parts = [ap[k : k + size].apsum_exact(IMAGE, MASK) for k in range(0, N, size)]
            assert_array_equal(np.concatenate(parts, axis=1), expected)
        for order in (np.arange(N)[::-1], RNG.permutation(N), np.argsort(WHERE[:, 0])):
            assert_array_equal(ap[order].apsum_exact(IMAGE, MASK), expected[:, order])

    def test_sorted_batches_on_a_large_image(self):
        where = RNG.uniform(0, 2000, (20_000, 2))
        image = RNG.random((2000, 2000), dtype=np.float32)
        many = CircAp(where, 3.0)
        sums, counts = many.apsum_exact(image)
        for k in RNG.integers(0, len(where), 200):
            assert CircAp(where[k], 3.0).apsum_exact(image) == (sums[k], counts[k])
        order = RNG.permutation(len(where))
        assert_array_equal(many[order].apsum_exact(image)[0], sums[order])

    def test_one_size_per_source(self):
        radii = RNG.uniform(0.5, 12, N)
        results = []
        for threads in (1, 2, 7):
            aap.set_num_threads(threads)
            results.append(CircAp(WHERE, radii).apsum_exact(IMAGE, MASK))
        assert_array_equal(results[1], results[0])
        assert_array_equal(results[2], results[0])


class TestConcurrentCalls:
    def test_from_many_python_threads(self):
        apertures = [make(cls, WHERE) for cls in CLASSES]
        expected = [ap.apsum_exact(IMAGE, MASK) for ap in apertures]
        barrier = threading.Barrier(6)

        def work(k):
            barrier.wait()
            for repeat in range(12):
                which = (k + repeat) % len(apertures)
                found = apertures[which].apsum_exact(IMAGE, MASK)
                assert_array_equal(found, expected[which])
            return True

        with ThreadPoolExecutor(6) as pool:
            assert all(pool.map(work, range(6)))

    def test_setting_threads_meanwhile(self):
        ap = CircAp(WHERE, 4.0)
        expected = ap.apsum_exact(IMAGE)
        done = threading.Event()

        def change():
            while not done.is_set():
                for threads in (1, 2, 5):
                    aap.set_num_threads(threads)
                    time.sleep(0.001)

        thread = threading.Thread(target=change)
        thread.start()
        try:
            for _ in range(50):
                assert_array_equal(ap.apsum_exact(IMAGE), expected)
        finally:
            done.set()
            thread.join()

    @pytest.mark.parametrize("threads", [1, 2])
    def test_other_threads_go_on(self, threads):
        """With the GIL held, the other thread would not wake up once."""
        aap.set_num_threads(threads)
        long = CircAp(np.repeat(WHERE, 60, axis=0), 30.0)
        wakes = []
        done = threading.Event()

        def tick():
            while not done.is_set():
                time.sleep(0.001)
                wakes.append(time.perf_counter())

        thread = threading.Thread(target=tick)
        thread.start()
        try:
            start = time.perf_counter()
            long.apsum_exact(IMAGE, MASK)
            end = time.perf_counter()
        finally:
            done.set()
            thread.join()
        during = sum(start < wake < end for wake in wakes)
        assert during > 20 * (end - start)  # 200 a second and more on an idle machine
        assert during >= 3


class TestSettings:
    def test_threads(self):
        aap.set_num_threads(1)
        assert aap.get_num_threads() == 1
        for wrong in (0, -1):
            with pytest.raises(ValueError):  # noqa: PT011
                aap.set_num_threads(wrong)
        with pytest.raises(TypeError):
            aap.set_num_threads(None)
        assert aap.get_num_threads() == 1

    def test_threshold(self):
        aap.set_parallel_threshold(17)
        assert aap.get_parallel_threshold() == 17
        for wrong in (0, -1):
            with pytest.raises(ValueError):  # noqa: PT011
                aap.set_parallel_threshold(wrong)
        with pytest.raises(TypeError):
            aap.set_parallel_threshold(None)
        assert aap.get_parallel_threshold() == 17


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_child_can_work():
    """The parent's pool does not survive a fork; the child must get its own."""
    ap = CircAp(WHERE, 5.0)
    aap.set_parallel_threshold(1)
    expected = ap.apsum_exact(IMAGE)[0]  # the pool is running now
    with warnings.catch_warnings():
        # Python 3.12 warns of forks in a process with threads: the case under test.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        signal.alarm(20)  # a deadlock ends here
        try:
            same = bool((ap.apsum_exact(IMAGE)[0] == expected).all())
        finally:
            os._exit(0 if "same" in locals() and same else 1)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert_array_equal(ap.apsum_exact(IMAGE)[0], expected)
