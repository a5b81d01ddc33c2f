"""
What we take from the installed photutils, in one place.

Everything is bound here once, at import. Looking a callable up at call time would find our own
when somebody has put it in photutils' place, and recurse without end.
"""

_NEEDED = (
    "astroapers.photutils needs photutils 3.0 or later{found}. "
    "Install it with: python -m pip install 'photutils>=3.0'"
)

try:
    from photutils import aperture
except ModuleNotFoundError as exc:
    if exc.name is None or exc.name.partition(".")[0] != "photutils":
        raise
    raise ImportError(_NEEDED.format(found=", which is not installed"), name="photutils") from exc

try:
    # Private, but without twins: the table type that still answers to the old column names, and
    # the deprecations of attributes and of positional arguments, whose words and warning category
    # differ between versions.
    from photutils.utils._deprecation import (
        create_empty_deprecated_qtable,
        deprecated_getattr,
        deprecated_positional_kwargs,
    )
    from photutils.utils._misc import _get_version_info as get_version_info
except ImportError as exc:
    import photutils

    found = f", found {photutils.__version__}"
    raise ImportError(_NEEDED.format(found=found), name="photutils") from exc

try:
    from photutils.utils.exceptions import PhotutilsDeprecationWarning as DeprecationCategory
except ImportError:  # 3.0
    from astropy.utils.exceptions import AstropyDeprecationWarning as DeprecationCategory

Aperture = aperture.Aperture
SkyAperture = aperture.SkyAperture
region_to_aperture = aperture.region_to_aperture
original_aperture_photometry = aperture.aperture_photometry
OriginalAperturePhotometry = getattr(aperture, "AperturePhotometry", None)  # None in 3.0
OriginalApertureStats = aperture.ApertureStats
BoundingBox = aperture.BoundingBox

# A drop-in must not change a user's numbers, and those of 3.0 are other numbers. The class came
# with 3.1, so it tells the two apart whatever a development version calls itself.
IS_3_0 = OriginalAperturePhotometry is None

__all__ = [
    "IS_3_0",
    "Aperture",
    "BoundingBox",
    "DeprecationCategory",
    "OriginalAperturePhotometry",
    "OriginalApertureStats",
    "SkyAperture",
    "aperture",
    "create_empty_deprecated_qtable",
    "deprecated_getattr",
    "deprecated_positional_kwargs",
    "get_version_info",
    "original_aperture_photometry",
    "region_to_aperture",
]
