"""The measurement of the demo by photutils, to compare numbers and time."""

import numpy as np
from astropy.utils import minversion

from astroapers._demo.job import RADII, SKY_RADII, sky_clip

__all__ = ["find_peer", "largest_difference"]


def find_peer():
    """
    Return the measurement by photutils, if that is installed.

    Returns
    -------
    name : str or None
        Name and version; `None` without photutils.
    measure : callable or None
        ``measure(image, positions)`` like `astroapers._demo.job.measure`. It returns
        only the columns with the same definition in photutils.

    Examples
    --------
    >>> from astroapers._demo.peer import find_peer
    >>> name, measure = find_peer()
    """
    try:
        import photutils
        from photutils.aperture import (
            ApertureStats,
            CircularAnnulus,
            CircularAperture,
            aperture_photometry,
        )
    except ImportError:
        return None, None

    # Before photutils 3.1 variances are multiplied by the weight, not by its square.
    same_errors = minversion(photutils, "3.1")

    def measure(image, positions):
        apertures = [CircularAperture(positions, radius) for radius in RADII]
        table = aperture_photometry(image, apertures, error=np.ones(image.shape))
        sky = ApertureStats(image, CircularAnnulus(positions, *SKY_RADII), sigma_clip=sky_clip())
        columns = {"sky_median": sky.median, "sky_std": sky.std}
        for k, aperture in enumerate(apertures):
            total = table[f"aperture_sum_{k}"]
            columns[f"aperture_sum_{k}"] = total
            columns[f"source_sum_{k}"] = total - sky.median * aperture.area_overlap(image)
            if same_errors:
                columns[f"aperture_sum_err_{k}"] = sky.std * table[f"aperture_sum_err_{k}"]
        return columns

    return f"photutils {photutils.__version__}", measure


def largest_difference(ours, theirs):
    """
    Largest relative difference between two measurements.

    Parameters
    ----------
    ours, theirs : dict of str to array_like of float64
        Columns; those of ``theirs`` must all be in ``ours``.

    Returns
    -------
    float

    Examples
    --------
    >>> from astroapers._demo.peer import largest_difference
    >>> largest_difference({"flux": [4.0, 8.0]}, {"flux": [4.0, 8.5]})
    0.0625
    """
    return max(
        float(np.max(np.abs(np.subtract(column, ours[name]) / np.asarray(ours[name]))))
        for name, column in theirs.items()
    )
