"""The measurement of the demo: sums in several radii, sky, errors, sky coordinates."""

from dataclasses import dataclass
from importlib.resources import as_file, files

import numpy as np
from astropy.io import fits
from astropy.stats import SigmaClip
from astropy.table import QTable
from astropy.utils.data import conf, get_pkg_data_filename
from astropy.wcs import WCS

from astroapers import CircAn, CircAp

__all__ = ["RADII", "SKY_RADII", "DemoError", "Field", "measure", "read_field", "sky_clip"]

RADII = (2.0, 3.0, 4.0)  # px; a star's full width at half maximum is 3.4 px
SKY_RADII = (7.0, 12.0)  # px

# Variance of the median of n values over the variance of their mean.
_MEDIAN_VARIANCE = np.pi / 2


class DemoError(Exception):
    """The demo cannot run, for a reason that the user can change."""


@dataclass(frozen=True)
class Field:
    """
    An image, and the stars to measure in it.

    Parameters
    ----------
    image : ndarray, shape (ny, nx)
        The pixels, in the dtype of the file.
    positions : ndarray of float64, shape (N, 2)
        Centres ``(x, y)`` of the stars in pixels.
    wcs : `~astropy.wcs.WCS`
        World coordinates of the image.
    """

    image: np.ndarray
    positions: np.ndarray
    wcs: WCS


def read_field():
    """
    Read the image of M13 that comes with astropy, and the positions that come with this package.

    Returns
    -------
    Field
        The image is 300 by 300 pixels of big-endian int16.

    Raises
    ------
    DemoError
        If this installation of astropy does not have the image.

    Examples
    --------
    >>> from astroapers._demo.job import read_field
    >>> field = read_field()
    >>> field.image.shape, len(field.positions) >= 50
    ((300, 300), True)
    """
    try:
        with conf.set_temp("allow_internet", False):
            name = get_pkg_data_filename(
                "data/m13.fits", package="astropy.io.fits.hdu.compressed.tests"
            )
    except (ImportError, OSError) as err:
        raise DemoError(
            "the image of the demo is missing: this installation of astropy comes without "
            "astropy/io/fits/hdu/compressed/tests/data/m13.fits"
        ) from err
    with fits.open(name, memmap=False) as hdus:
        image, wcs = hdus[0].data, WCS(hdus[0].header)
    with as_file(files("astroapers._demo") / "stars.ecsv") as path:
        stars = QTable.read(path, format="ascii.ecsv")
    return Field(image, np.column_stack((stars["x"], stars["y"])), wcs)


def sky_clip():
    """
    Sigma clipping that removes stars from the sky values.

    Returns
    -------
    `~astropy.stats.SigmaClip`

    Examples
    --------
    >>> from astroapers._demo.job import sky_clip
    >>> sky_clip().sigma
    3.0
    """
    return SigmaClip(sigma=3.0, maxiters=10)


def measure(image, positions):
    """
    Measure stars: exact sums in several radii, the sky around them, and errors.

    The errors come from the scatter of the sky alone. The photon noise of the star is not
    included, since that needs the gain of the detector.

    Parameters
    ----------
    image : array_like, shape (ny, nx)
        The image, of any real dtype.
    positions : array_like, shape (N, 2)
        Centres ``(x, y)`` of the stars in pixels.

    Returns
    -------
    dict of str to ndarray of float64, shape (N,)
        ``sky_median``, ``sky_std`` (per pixel) and ``sky_npix`` (pixels left after
        clipping). For the radius with index ``k`` in `RADII`: ``aperture_sum_k`` (with the
        sky), ``aperture_sum_err_k``, ``npix_k``, ``source_sum_k`` (sky subtracted) and
        ``source_sum_err_k`` (with the error of the sky level).

    Examples
    --------
    >>> import numpy as np
    >>> from astroapers._demo.job import measure
    >>> columns = measure(np.full((50, 50), 7), [(20.0, 20.5), (30.2, 30.0)])
    >>> columns["sky_median"]
    array([7., 7.])
    >>> columns["aperture_sum_0"] / columns["npix_0"]
    array([7., 7.])
    """
    image = np.asarray(image)
    median, std, count = _sky_levels(image, CircAn(positions, *SKY_RADII))
    columns = {"sky_median": median, "sky_std": std, "sky_npix": count}
    for k, radius in enumerate(RADII):
        aperture = CircAp(positions, radius)
        total, npix = aperture.apsum_exact(image)
        power = np.array([np.square(w).sum() for _, w in _in_frame(image, aperture, "exact")])
        columns |= {
            f"aperture_sum_{k}": total,
            f"aperture_sum_err_{k}": std * np.sqrt(power),
            f"npix_{k}": npix,
            f"source_sum_{k}": total - median * npix,
            f"source_sum_err_{k}": std * np.sqrt(power + npix**2 * _MEDIAN_VARIANCE / count),
        }
    return columns


def _in_frame(image, aperture, method):
    """Pixels and weights of each source, in the part of its bounding box within the image."""
    weights = getattr(aperture, f"weights_{method}")()
    for weight, box in zip(weights, aperture.bboxes(), strict=True):
        in_image, in_box = box.overlap_slices(image.shape)
        yield image[in_image], weight[in_box]


def _sky_levels(image, annulus):
    """Sigma-clipped median, scatter and number of the pixels centred in each annulus."""
    values = [pixels[weight > 0] for pixels, weight in _in_frame(image, annulus, "center")]
    # One row per source, and short rows are padded with masked values: so astropy clips
    # all sources in one call, ten times as fast as in a loop.
    lengths = np.array([len(sample) for sample in values])
    filler = np.arange(lengths.max()) >= lengths[:, np.newaxis]
    rows = np.ma.MaskedArray(np.zeros(filler.shape), mask=filler)
    rows.data[~filler] = np.concatenate(values)
    clipped = sky_clip()(rows, axis=1, masked=False)  # NaN where clipped or masked
    median = np.nanmedian(clipped, axis=1)
    std = np.nanstd(clipped, axis=1)
    return median, std, np.isfinite(clipped).sum(axis=1).astype(np.float64)
