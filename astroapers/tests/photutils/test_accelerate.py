"""`accelerate`: what it replaces, that all of it is put back, and what photutils gives inside."""

import importlib
import sys
import threading
from dataclasses import dataclass

import numpy as np
import photutils
import photutils.aperture as pa
import pytest
from astropy.nddata import CCDData
from astropy.stats import SigmaClip
from astropy.table import Table

import astroapers.photutils as ours
from astroapers.photutils import accelerate, acceleration
from astroapers.tests.cases import run_python
from astroapers.tests.photutils.helpers import IS_3_0

ORIGINALS = {
    name: getattr(pa, name)
    for name in ("aperture_photometry", "AperturePhotometry", "ApertureStats")
    if hasattr(pa, name)
}
since_3_1 = pytest.mark.skipif(IS_3_0, reason="photutils 3.0 does without the classes there")


def places(objects):
    """Return (module, attribute) of all places of photutils where one of these objects is."""
    return {
        (name, attribute)
        for name, loaded in sys.modules.items()
        if name.partition(".")[0] == "photutils"
        for attribute, value in vars(loaded).items()
        if any(value is one for one in objects)
    }


def places_of_ours():
    return places([getattr(ours, name) for name in ORIGINALS])


@pytest.fixture(autouse=True)
def _all_put_back():
    before = places(ORIGINALS.values())
    yield
    assert places_of_ours() == set()
    assert before <= places(ORIGINALS.values())


def is_on():
    states = {getattr(pa, name) is getattr(ours, name) for name in ORIGINALS}
    assert len(states) == 1
    return states.pop()


def test_every_place():
    for name in ("background", "profiles", "psf"):
        importlib.import_module(f"photutils.{name}")
    before = places(ORIGINALS.values())
    assert {("photutils.aperture", name) for name in ORIGINALS} < before
    assert ("photutils.aperture.photometry", "aperture_photometry") in before
    assert ("photutils.aperture.stats", "ApertureStats") in before
    with accelerate():
        assert places(ORIGINALS.values()) == set()
        assert places_of_ours() == before
        for name in ORIGINALS:
            assert getattr(pa, name) is getattr(ours, name)
    assert places_of_ours() == set()
    assert places(ORIGINALS.values()) == before


@since_3_1
@pytest.mark.parametrize(
    "place",
    [
        ("photutils.profiles.core", "AperturePhotometry"),
        ("photutils.background.local_background", "ApertureStats"),
        ("photutils.psf._components", "AperturePhotometry"),
    ],
)
def test_users_inside_photutils(place):
    importlib.import_module(place[0])
    with accelerate():
        assert place in places_of_ours()


def test_nothing_else_changes():
    """No name is added, as one that this photutils does not have, and no other changes."""

    def namespaces():
        return {
            name: dict(vars(loaded))
            for name, loaded in sys.modules.items()
            if name.partition(".")[0] == "photutils"
        }

    before, replaced = namespaces(), places(ORIGINALS.values())
    with accelerate():
        inside = namespaces()
    assert {name: set(names) for name, names in inside.items()} == {
        name: set(names) for name, names in before.items()
    }
    changed = {
        (name, attribute)
        for name, names in before.items()
        for attribute, value in names.items()
        if inside[name][attribute] is not value
    }
    assert changed == replaced


def test_other_names_and_strangers(monkeypatch):
    """Another name inside photutils counts; what is not photutils is left alone."""
    monkeypatch.setattr(pa, "_an_alias", pa.ApertureStats, raising=False)
    monkeypatch.setattr(photutils, "_an_alias", pa.ApertureStats, raising=False)
    stranger = type(sys)("photutilsx")
    stranger.ApertureStats = pa.ApertureStats
    monkeypatch.setitem(sys.modules, "photutilsx", stranger)
    monkeypatch.setitem(sys.modules, "photutils.absent", None)
    with accelerate():
        assert pa._an_alias is ours.ApertureStats
        assert photutils._an_alias is ours.ApertureStats
        assert stranger.ApertureStats is ORIGINALS["ApertureStats"]
    monkeypatch.delitem(sys.modules, "photutils.absent")


def test_ours_do_not_recurse():
    """A call that is handed to photutils finds the original, inside as well."""
    image = np.ones((9, 9), dtype=np.longdouble)
    with accelerate():
        table = pa.aperture_photometry(image, pa.CircularAperture((4, 4), 2))
        assert table["aperture_sum"][0] == pytest.approx(4 * np.pi)
        stats = pa.ApertureStats(image, pa.CircularAperture((4, 4), 2))
        assert stats.sum == pytest.approx(4 * np.pi)


def test_after_an_exception():
    seen = []

    def fail():
        seen.append(is_on())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), accelerate():
        fail()
    assert seen == [True]
    assert not is_on()


def test_interrupted_while_entering(monkeypatch):
    exchange = acceleration._exchange
    calls = []

    def interrupted(pairs):
        calls.append(1)
        exchange(pairs)
        if len(calls) == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(acceleration, "_exchange", interrupted)
    with pytest.raises(KeyboardInterrupt), accelerate():
        pytest.fail("the body was run")
    assert not is_on()
    with accelerate():
        assert is_on()
    assert not is_on()


def test_nesting():
    with accelerate():
        with accelerate(), pytest.raises(ZeroDivisionError), accelerate():
            raise ZeroDivisionError
        assert is_on()
    assert not is_on()


def test_one_context_many_times():
    context = accelerate()
    for _ in range(2):
        with context:
            with context:
                assert is_on()
            assert is_on()
        assert not is_on()


def test_left_too_often():
    with pytest.raises(RuntimeError, match="left more often than entered"):
        accelerate().__exit__(None, None, None)
    with accelerate():
        assert is_on()


def test_decorator():
    @accelerate()
    def function(first, *, second):
        """What it does."""
        assert is_on()
        if first:
            return function(0, second=second)
        return second

    assert not is_on()
    assert function(3, second="x") == "x"
    assert not is_on()
    assert (function.__name__, function.__doc__) == ("function", "What it does.")


def test_decorated_function_that_raises():
    @accelerate()
    def function():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        function()
    assert not is_on()


def generator():
    yield 1


async def coroutine():
    return 1


async def asynchronous_generator():
    yield 1


@pytest.mark.parametrize("function", [generator, coroutine, asynchronous_generator])
def test_functions_that_run_later(function):
    with pytest.raises(TypeError, match="whose body runs after the call: write 'with"):
        accelerate()(function)


def test_without_parentheses():
    with pytest.raises(TypeError):
        accelerate(lambda: None)


def test_overlapping_threads():
    """Each thread leaves while another is still inside; the last one puts all back."""
    entered, leave = threading.Event(), threading.Event()
    seen = []

    def longer():
        with accelerate():
            entered.set()
            leave.wait(10)
            seen.append(is_on())

    thread = threading.Thread(target=longer)
    with accelerate():
        thread.start()
        assert entered.wait(10)
    assert is_on()
    leave.set()
    thread.join(10)
    assert seen == [True]
    assert not is_on()


def test_many_threads():
    start = threading.Barrier(8)
    wrong = []

    def work():
        start.wait(10)
        for _ in range(40):
            with accelerate():
                if pa.ApertureStats is not ours.ApertureStats:
                    wrong.append(1)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert wrong == []
    assert not is_on()


def test_modules_loaded_inside():
    """Also an exception on the way, as from a module that lacks something it needs."""
    out = run_python(
        "import sys\n"
        "from astroapers.photutils import accelerate\n"
        "import photutils.aperture as pa\n"
        "assert 'photutils.psf' not in sys.modules\n"
        "original = pa.ApertureStats\n"
        "with accelerate():\n"
        "    import photutils.background.local_background as b, photutils.profiles, photutils.psf\n"
        "    print(getattr(b, 'ApertureStats', pa.ApertureStats) is pa.ApertureStats)\n"
        "    print(pa.ApertureStats is original)\n"
        "print(getattr(b, 'ApertureStats', original) is original)\n"
        "print([n for n, m in sys.modules.items() if n.startswith('photutils')\n"
        "       for v in vars(m).values()\n"
        "       if (getattr(v, '__module__', None) or '').startswith('astroapers')])\n"
    )
    assert out.split() == ["True", "False", "True", "[]"]


@pytest.fixture
def calls(monkeypatch):
    """Count the objects of our classes that are made, and see that they do the work themselves."""
    made = {"AperturePhotometry": [], "ApertureStats": []}

    def recording(objects, original):
        def init(self, *args, **kwargs):
            objects.append(self)
            original(self, *args, **kwargs)

        return init

    for name, objects in made.items():
        cls = getattr(ours, name)
        monkeypatch.setattr(cls, "__init__", recording(objects, cls.__init__))
    yield lambda: {name: len(objects) for name, objects in made.items()}
    for objects in made.values():
        assert all(one._original is None for one in objects), "handed to photutils"


@dataclass
class Scene:
    """Gaussian stars on noise, with a mask and errors."""

    data: np.ndarray
    error: np.ndarray
    mask: np.ndarray
    positions: np.ndarray


@pytest.fixture(scope="module")
def scene():
    rng = np.random.default_rng(5)
    positions = np.array([(20.3, 22.1), (60.7, 30.4), (41.2, 70.9), (75.5, 74.2)])
    y, x = np.mgrid[:96, :100]
    data = rng.normal(5.0, 0.5, (96, 100))
    for (cx, cy), flux in zip(positions, (500.0, 900.0, 700.0, 400.0), strict=True):
        data += flux / (2 * np.pi * 4) * np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / 8)
    return Scene(data, rng.uniform(0.4, 0.6, data.shape), rng.random(data.shape) < 0.02, positions)


def both(function):
    """Return the results of a function outside and inside."""
    outside = function()
    with accelerate():
        inside = function()
    return outside, inside


def assert_close(outside, inside, rtol=1e-10):
    assert outside.keys() == inside.keys()
    for name, expected in outside.items():
        assert type(inside[name]) is type(expected), name
        np.testing.assert_allclose(
            np.asarray(inside[name]), np.asarray(expected), rtol=rtol, atol=1e-12, err_msg=name
        )


def profiles(cls, sizes, *args, **kwargs):
    from photutils import profiles as module

    if not hasattr(module, cls):
        pytest.skip(f"no {cls} in this photutils")

    def run(scene, error):
        profile = getattr(module, cls)(
            scene.data, scene.positions[1], sizes, *args, error=error, mask=scene.mask, **kwargs
        )
        names = ["profile", "profile_error", "area", "radius"]
        results = {name: getattr(profile, name) for name in names if hasattr(profile, name)}
        profile.normalize()
        results["normalized"] = profile.profile
        return results

    return run


@pytest.mark.parametrize("with_error", [True, False])
@pytest.mark.parametrize("method", ["exact", "center", "subpixel"])
@pytest.mark.parametrize(
    "cls, sizes, args",
    [
        ("CurveOfGrowth", np.arange(1, 20), ()),
        ("RadialProfile", np.arange(20), ()),
        ("EnsquaredCurveOfGrowth", np.arange(1, 20), ()),
        ("EllipticalCurveOfGrowth", np.arange(1, 20), (0.5,)),
    ],
)
def test_profiles(scene, calls, cls, sizes, args, method, with_error):
    run = profiles(cls, sizes, *args, method=method)
    outside, inside = both(lambda: run(scene, scene.error if with_error else None))
    assert_close(outside, inside)
    assert calls()["AperturePhotometry"] == (0 if IS_3_0 else 1)


@pytest.mark.parametrize("estimator", ["MedianBackground", "SExtractorBackground", "Custom"])
@pytest.mark.parametrize("clipped", [True, False])
def test_local_background(scene, calls, estimator, clipped):
    from photutils import background

    clip = SigmaClip(sigma=3.0, maxiters=5) if clipped else None
    if estimator == "Custom":
        measure = np.ma.median  # any callable, which photutils calls for each source
    else:
        measure = getattr(background, estimator)(sigma_clip=clip)
    local = background.LocalBackground(8, 14, bkg_estimator=measure)
    x, y = scene.positions.T
    outside, inside = both(lambda: {"background": local(scene.data, x, y, mask=scene.mask)})
    assert_close(outside, inside)
    assert calls()["ApertureStats"] == (0 if IS_3_0 or estimator == "Custom" else 1)


def test_psf_photometry(scene, calls):
    from photutils.background import LocalBackground
    from photutils.psf import CircularGaussianPRF, PSFPhotometry

    start = Table(scene.positions + 0.2, names=["x", "y"])

    def run():
        photometry = PSFPhotometry(
            CircularGaussianPRF(fwhm=4.7),
            (9, 9),
            aperture_radius=5.0,
            local_bkg_estimator=LocalBackground(8, 14),
        )
        table = photometry(scene.data, mask=scene.mask, error=scene.error, init_params=start)
        return {name: table[name] for name in ("flux_init", "flux_fit", "x_fit", "flux_err")}

    outside, inside = both(run)
    # The fit has a tolerance of its own.
    assert_close(outside, inside, rtol=1e-7)
    np.testing.assert_allclose(inside["flux_init"], outside["flux_init"], rtol=1e-11)
    if not IS_3_0:
        assert calls() == {"AperturePhotometry": 1, "ApertureStats": 1}


def test_image_depth(scene, calls):
    from photutils.utils import ImageDepth

    mask = scene.data > 8.0

    def run():
        depth = ImageDepth(
            3.0, n_apertures=40, n_iters=3, seed=1, zeropoint=25.0, progress_bar=False
        )
        flux, magnitude = depth(scene.data, mask)
        return {"flux": flux, "magnitude": magnitude, "fluxes": np.concatenate(depth.fluxes)}

    outside, inside = both(run)
    assert_close(outside, inside)
    assert calls()["AperturePhotometry"] == (0 if IS_3_0 else 3)


def test_source_catalog(scene, calls):
    """It has machinery of its own: nothing to gain, and nothing to lose."""
    from photutils.segmentation import SourceCatalog, detect_sources

    segments = detect_sources(scene.data, 7.0, 5)

    def run():
        catalog = SourceCatalog(scene.data, segments, error=scene.error, mask=scene.mask)
        flux, _ = catalog.circular_photometry(5.0)
        return {
            "segment": catalog.segment_flux,
            "kron": catalog.kron_flux,
            "circle": flux,
            "orientation": catalog.orientation.value,
        }

    outside, inside = both(run)
    for name, values in outside.items():
        np.testing.assert_array_equal(inside[name], values)
    assert calls() == {"AperturePhotometry": 0, "ApertureStats": 0}


def test_ccddata(scene, calls):
    """Objects of astropy go through photutils' profiles as before."""
    ccd = CCDData(scene.data, unit="adu", mask=scene.mask)

    def run():
        table = pa.aperture_photometry(ccd, pa.CircularAperture(scene.positions, 4.0))
        return {"sum": table["aperture_sum"]}

    outside, inside = both(run)
    assert_close(outside, inside)
