"""
Exact masks, areas and sums of the regions of `regions`.

The functions here take regions in pixels and on the sky, compounds of any depth, lists with
included and excluded regions, and the files that `regions.Regions.read` reads.

Importing this subpackage does not need `regions`; its functions need version 0.12 or later.
"""

from astroapers.regions.combine import combine_mask
from astroapers.regions.convert import to_aperture
from astroapers.regions.errors import LocalBoundaryWarning, UnsupportedRegionError
from astroapers.regions.inverse import from_aperture
from astroapers.regions.masks import to_mask
from astroapers.regions.photometry import region_photometry

__all__ = [
    "LocalBoundaryWarning",
    "UnsupportedRegionError",
    "combine_mask",
    "from_aperture",
    "region_photometry",
    "to_aperture",
    "to_mask",
]
