"""
Drop-in replacements for callables of `photutils.aperture`.

The callables here take photutils' own aperture objects, and those of this package, and give what
those of the installed photutils give: the same tables, units, exceptions and warnings, and the same
numbers to about 1e-12. A call outside what the kernels measure is handed to photutils itself.

Importing this subpackage needs photutils 3.0 or later; ``import astroapers`` does not.
"""

from astroapers.photutils.acceleration import accelerate
from astroapers.photutils.native import from_native, to_native
from astroapers.photutils.photometry import aperture_photometry
from astroapers.photutils.photometry_class import AperturePhotometry
from astroapers.photutils.stats import ApertureStats

__all__ = [
    "AperturePhotometry",
    "ApertureStats",
    "accelerate",
    "aperture_photometry",
    "from_native",
    "to_native",
]
