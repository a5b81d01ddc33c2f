import importlib.util

import pytest

# Without photutils there is nothing to compare with, and nothing to import.
if importlib.util.find_spec("photutils") is None:
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture
def kernels_only(monkeypatch):
    """Fail if the drop-in hands the call to photutils, which would make any comparison true."""

    def refuse(*args, **kwargs):
        pytest.fail("the call went to photutils")

    monkeypatch.setattr("astroapers.photutils.photometry.original_aperture_photometry", refuse)
    # What may be wrong in 3.0 is mostly right, and then the kernels must agree with it.
    monkeypatch.setattr("astroapers.photutils.photometry.is_apart", lambda *args: False)


@pytest.fixture
def handed_over(monkeypatch):
    """Return the list of the calls that the drop-in has handed to photutils."""
    from astroapers.photutils import photometry

    original = photometry.original_aperture_photometry
    calls = []

    def record(*args, **kwargs):
        calls.append((args, kwargs))
        return original(*args, **kwargs)

    monkeypatch.setattr(photometry, "original_aperture_photometry", record)
    return calls
