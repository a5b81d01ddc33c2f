"""Long calls let other threads run, and memory follows the result, not the aperture."""

import threading
import time
from pathlib import Path

import numpy as np
import pytest

import astroapers as aap
from astroapers import _rust
from astroapers.tests.cases import METHODS, apsum, npix, run_python, weights
from astroapers.tests.layers import CLASSES, aperture, raw, raw_params

every_shape = pytest.mark.parametrize("shape", CLASSES)
WHERE = np.random.default_rng(20).uniform(0, 300, (2000, 2))
XS, YS = WHERE.T.copy()
IMAGE = np.random.default_rng(21).normal(100, 30, (300, 300))
MASK = IMAGE > 160


@pytest.fixture
def _one_thread():
    before = aap.get_num_threads()
    aap.set_num_threads(1)
    yield
    aap.set_num_threads(before)


def wakes_per_second(call, at_least=0.15):
    """How often another Python thread wakes up while the call works."""
    wakes = []
    done = threading.Event()

    def tick():
        while not done.is_set():
            time.sleep(0.001)
            wakes.append(time.perf_counter())

    thread = threading.Thread(target=tick)
    thread.start()
    busy = during = 0
    try:
        # Only what happens within a call counts: between two calls anybody may run.
        while busy < at_least:
            start = time.perf_counter()
            call()
            end = time.perf_counter()
            busy += end - start
            during += sum(start < wake < end for wake in wakes)
            wakes.clear()
    finally:
        done.set()
        thread.join()
    return during / busy


@pytest.mark.usefixtures("_one_thread")
class TestOtherThreadsGoOn:
    """With the GIL held, the other thread would not wake up at all during a call."""

    @every_shape
    @pytest.mark.parametrize("method", METHODS)
    def test_objects(self, shape, method):
        ap = aperture(shape, np.tile(WHERE, (10, 1)))
        assert wakes_per_second(lambda: apsum(ap, method, IMAGE, MASK)) > 100
        assert wakes_per_second(lambda: npix(ap, method, IMAGE.shape, mask=MASK)) > 100

    @every_shape
    def test_arrays(self, shape):
        ap = aperture(shape, np.tile(WHERE, (5, 1)))
        assert wakes_per_second(lambda: weights(ap, "exact")) > 50
        assert wakes_per_second(lambda: ap.sampled_values(IMAGE, flat=True)) > 50

    def test_raw_sums(self):
        xs, ys = np.tile(XS, 10), np.tile(YS, 10)
        assert wakes_per_second(lambda: _rust.apsum_circ_exact_sum(IMAGE, xs, ys, 20.0)) > 100

    @pytest.mark.parametrize("shape", ["pill", "path", "rect_ann"])
    def test_raw_kernels(self, shape):
        xs, ys = np.tile(XS, 10), np.tile(YS, 10)
        measure, numbers = raw("apsum", shape, "exact"), raw_params(shape)
        assert wakes_per_second(lambda: measure(IMAGE, xs, ys, *numbers)) > 100


SETUP = """
import numpy as np
import astroapers as aap
from astroapers.tests.layers import aperture

def peak():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))
"""

needs_proc = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc"
)


def extra_memory(prepare, call):
    """MiB that a call needs at its peak, above what has been prepared, in a fresh process."""
    code = f"{SETUP}\n{prepare}\nbefore = peak()\n{call}\nprint(peak() - before)"
    return float(run_python(code))


@needs_proc
class TestMemory:
    """Seen from outside: Python's own accounts know nothing of the engine's memory."""

    def test_the_measure_itself(self):
        assert extra_memory("n = 40 * 2**20", "np.ones(n, dtype=np.uint8)") == pytest.approx(
            40, abs=3
        )

    @pytest.mark.parametrize("shape", CLASSES)
    def test_large_shape_with_a_mask(self, shape):
        sizes = {
            "circ": "r=6000", "circ_ann": "r_in=300, r_out=6000", "ellip": "a=6000, b=5000",
            "ellip_ann": "a_in=300, b_in=200, a_out=6000, b_out=5000, theta_in=1, theta_out=0",
            "rect": "w=9000, h=8000, theta=0.1", "pill": "w=5000, a=3000, b=4000, theta=0.2",
            "rect_ann": "w_in=300, h_in=200, w_out=9000, h_out=9000, theta_in=0.3, theta_out=0",
            "pill_ann": "w_in=100, a_in=50, b_in=90, w_out=5000, a_out=3000, b_out=4000",
            "wedge": "r_in=300, r_out=6000, theta_in=0.3, dtheta_in=2",
            "path": "segments=[('move', 6000, 0), ('arc', 0, 0, 6000, 0, 3), ('close',)]",
        }  # fmt: skip
        extra = extra_memory(
            "image, mask = np.ones((1000, 1000)), np.zeros((1000, 1000), dtype=bool)\n"
            f'ap = aperture("{shape}", (480, 510), {sizes[shape]})',
            "for m in (None, mask):\n"
            "    assert ap.apsum_exact(image, m)[0] == ap.npix_exact(image.shape, mask=m) > 1e4\n"
            "    ap.apsum_center(image, m)",
        )
        assert extra < 10

    def test_a_million_sources(self):
        extra = extra_memory(
            "image, mask = np.ones((1000, 1000)), np.zeros((1000, 1000), dtype=bool)",
            "where = np.random.default_rng(1).uniform(0, 1000, (1_000_000, 2))\n"
            "ap = aap.CircAp(where, 4)\n"
            "ap.apsum_exact(image)\n"
            "ap.apsum_exact(image, mask)",
        )
        assert extra < 150

    @pytest.mark.parametrize("shape", CLASSES)
    def test_many_sources_with_a_mask(self, shape):
        """Had every source its weights in memory at once, it would be hundreds of MiB."""
        extra = extra_memory(
            "image, mask = np.ones((1000, 1000)), np.zeros((1000, 1000), dtype=bool)",
            "where = np.random.default_rng(1).uniform(0, 1000, (100_000, 2))\n"
            f'ap = aperture("{shape}", where)\n'
            "ap.apsum_exact(image, mask)\n"
            "ap.npix_center(image.shape, mask=mask)",
        )
        assert extra < 30

    @pytest.mark.parametrize("flat", [True, False])
    def test_samples(self, flat):
        """20,000 annuli of 113 pixels on average: 17 MiB of values."""
        extra = extra_memory(
            "image = np.ones((1000, 1000))",
            "where = np.random.default_rng(1).uniform(20, 980, (20_000, 2))\n"
            f"values = aap.CircAn(where, 4, 7.2).sampled_values(image, flat={flat})",
        )
        assert extra < 64

    @pytest.mark.parametrize(
        "image",
        [
            "np.ones((4000, 4000), dtype=np.float32)",
            "np.ones((4000, 4000), dtype=np.uint16)",
            "np.ones((4000, 4000), dtype='>f4')",
            "np.ones((4000, 4000), dtype=np.float32, order='F')",
            "np.ones((4000, 8000), dtype=np.uint8)[:, ::-2]",
            "np.ones((4000, 4000), dtype=np.int64)",
            "np.ones((4000, 4000), dtype=np.float16)",
            "np.ones((3000, 3000), dtype=np.longdouble)",
            "np.full((4000, 4000), 1, dtype=object)",
            "np.ma.array(np.ones((4000, 4000), dtype=np.int16), mask=False)",
        ],
    )
    def test_one_small_source(self, image):
        """The first call included; what numpy must convert is what the source touches."""
        extra = extra_memory(
            f"image = {image}\nap = aap.CircAp((2000.3, 1500.6), 5)",
            "assert ap.apsum_exact(image)[0] == ap.npix_exact(image.shape)\n"
            "ap.sampled_values(image)\n"
            "ap.weighted_cutout(image)",
        )
        assert extra < 20

    def test_one_small_source_and_a_mask_of_numbers(self):
        extra = extra_memory(
            "image, mask = np.ones((4000, 4000), np.float32), np.zeros((4000, 4000), np.int32)",
            "aap.CircAp((2000.3, 1500.6), 5).apsum_exact(image, mask)\n"
            "aap.apsum_pill_exact(image, 2000.3, 1500.6, 4, 5, 3, mask=mask)",
        )
        assert extra < 20
