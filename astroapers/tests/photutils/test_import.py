"""What importing the drop-in needs, and what it leaves alone."""

import pytest

from astroapers.tests.cases import run_python


def test_public_names():
    import astroapers.photutils

    assert astroapers.photutils.__all__ == [
        "AperturePhotometry",
        "ApertureStats",
        "accelerate",
        "aperture_photometry",
        "from_native",
        "to_native",
    ]


def test_astroapers_does_not_import_it():
    out = run_python(
        "import sys, astroapers\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules}\n"
        "             & {'photutils', 'regions', 'astropy', 'matplotlib', 'scipy'}))\n"
        "print('astroapers.photutils' in sys.modules)"
    )
    assert out.split() == ["[]", "False"]


@pytest.mark.parametrize("module", ["astroapers.photutils", "astroapers.photutils.photometry"])
def test_without_photutils(module):
    out = run_python(
        "import sys\n"
        "sys.modules['photutils'] = None\n"
        "try:\n"
        f"    import {module}\n"
        "except ImportError as exc:\n"
        "    print(exc.name, exc)\n"
    )
    assert out == (
        "photutils astroapers.photutils needs photutils 3.0 or later, which is not installed. "
        "Install it with: python -m pip install 'photutils>=3.0'\n"
    )


def test_with_an_old_photutils():
    out = run_python(
        "import sys, types, importlib.machinery as m\n"
        "for name in ('photutils', 'photutils.aperture', 'photutils.utils'):\n"
        "    module = sys.modules[name] = types.ModuleType(name)\n"
        "    module.__path__ = []\n"
        "photutils = sys.modules['photutils']\n"
        "photutils.__version__ = '2.3.0'\n"
        "photutils.aperture = sys.modules['photutils.aperture']\n"
        "try:\n"
        "    import astroapers.photutils\n"
        "except ImportError as exc:\n"
        "    print(exc)\n"
    )
    assert "needs photutils 3.0 or later, found 2.3.0." in out


def test_a_broken_photutils_is_not_called_absent():
    """Only photutils' own absence is reported as such, not that of something it needs."""
    out = run_python(
        "import sys\n"
        "sys.modules['astropy.nddata'] = None\n"
        "try:\n"
        "    import astroapers.photutils\n"
        "except ImportError as exc:\n"
        "    print(exc)\n"
    )
    assert "astropy.nddata" in out
    assert "needs photutils" not in out
