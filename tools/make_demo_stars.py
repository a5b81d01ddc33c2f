#!/usr/bin/env python3
"""
Make ``astroapers/_demo/stars.ecsv``, the star positions that the demo measures.

Finds stars in the M13 image that comes with astropy, and refines their positions with
SEP's windowed centroid. Keeps stars that aperture photometry can measure: well above
the sky, not saturated, and away from the edges and from bright neighbours. It must be run
again only if the image or the selection of stars changes.

Usage: ``python tools/make_demo_stars.py`` from the root of the repository, with
astropy and sep installed.
"""

from pathlib import Path

import numpy as np
import sep
from astropy.io import fits
from astropy.table import QTable
from astropy.utils.data import get_pkg_data_filename

TARGET = Path(__file__).resolve().parents[1] / "astroapers" / "_demo" / "stars.ecsv"

SIGMA_PSF = 1.45  # Gaussian sigma of a star in this image, px (FWHM 3.4 px)
EDGE = 14.0  # px: the outer radius of the sky annulus and some room
SATURATION = 3200.0  # counts: the two brightest stars have flat tops
THRESHOLD = 8.0  # in units of the sky's scatter
MIN_PEAK = 100.0  # counts above the sky
SEPARATION = 10.0  # px: no neighbour closer than this ...
NEIGHBOUR = 0.15  # ... with more than this fraction of the star's peak


def detect(image):
    """
    Detect sources and centre them.

    Parameters
    ----------
    image : `~numpy.ndarray` of float64
        The image, 2-D.

    Returns
    -------
    x, y, peak : `~numpy.ndarray` of float64
        Windowed centroids in pixels and heights above the sky in counts.
    """
    background = sep.Background(image, bw=32, bh=32, fw=3, fh=3)
    stars = image - background.back()
    found = sep.extract(
        stars,
        THRESHOLD * background.globalrms,
        minarea=5,
        deblend_nthresh=64,
        deblend_cont=0.001,
    )
    x, y, flag = sep.winpos(stars, found["x"], found["y"], SIGMA_PSF)
    moved = np.hypot(x - found["xpeak"], y - found["ypeak"])
    good = (flag == 0) & (moved < 1.0)
    return x[good], y[good], found["peak"][good]


def select(x, y, peak, image):
    """
    Select the detected sources that the demo can measure well.

    Parameters
    ----------
    x, y, peak : `~numpy.ndarray` of float64
        All sources, as `detect` returns them.
    image : `~numpy.ndarray`
        The image, 2-D.

    Returns
    -------
    keep : `~numpy.ndarray` of bool
        True for the sources to keep.
    """
    ny, nx = image.shape
    brightest = image[np.rint(y).astype(int), np.rint(x).astype(int)]
    inside = (x > EDGE) & (y > EDGE) & (x < nx - 1 - EDGE) & (y < ny - 1 - EDGE)
    distance = np.hypot(x[:, None] - x, y[:, None] - y)
    disturbs = (distance < SEPARATION) & (peak > NEIGHBOUR * peak[:, None])
    np.fill_diagonal(disturbs, False)
    return inside & (brightest < SATURATION) & (peak > MIN_PEAK) & ~disturbs.any(axis=1)


def main():
    """Make the catalogue and write it."""
    name = get_pkg_data_filename("data/m13.fits", package="astropy.io.fits.hdu.compressed.tests")
    image = fits.getdata(name).astype(np.float64)
    x, y, peak = detect(image)
    keep = select(x, y, peak, image)
    order = np.argsort(-peak[keep])
    stars = QTable(
        {
            "x": np.round(x[keep][order], 3),
            "y": np.round(y[keep][order], 3),
        },
        meta={
            "comments": [
                "Unsaturated stars without bright neighbours in astropy's image of M13,",
                "brightest first: centroids in pixels, (0, 0) is the centre of the first pixel.",
                "Made by tools/make_demo_stars.py.",
            ]
        },
    )
    stars.write(TARGET, format="ascii.ecsv", overwrite=True)
    print(f"{len(stars)} stars of {len(x)} sources written to {TARGET}")


if __name__ == "__main__":
    main()
