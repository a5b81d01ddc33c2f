"""What the functions for regions raise and warn of."""

from astropy.utils.exceptions import AstropyUserWarning

__all__ = ["LocalBoundaryWarning", "UnsupportedRegionError"]


class UnsupportedRegionError(TypeError, NotImplementedError):
    """
    A region has no area, or no counterpart here.

    It is a `TypeError`, as photutils raises for such regions, and a `NotImplementedError`, as
    regions does.

    Examples
    --------
    >>> from regions import PixCoord, PointPixelRegion
    >>> from astroapers.regions import to_mask
    >>> to_mask(PointPixelRegion(PixCoord(3, 4)))
    Traceback (most recent call last):
    astroapers.regions.errors.UnsupportedRegionError: a PointPixelRegion has no area
    """


class LocalBoundaryWarning(AstropyUserWarning):
    """
    The local approximation of a region on the sky is off by more than 0.1 pixels.

    ``boundary="exact"`` follows the boundary itself.

    Examples
    --------
    >>> from astroapers.regions import LocalBoundaryWarning
    >>> issubclass(LocalBoundaryWarning, UserWarning)
    True
    """
