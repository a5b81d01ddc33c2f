"""
From pixels to a calibrated table: M13
======================================

The image is real: the globular cluster M13 on 300 × 300 pixels of one arcsecond, stored as
big-endian integers. SkyView made it from a sky survey, and it comes with astropy. We find stars,
measure them and the sky around them, drop incomplete apertures, correct for the light outside
the aperture, and make a table with sky positions and magnitudes.
"""

import matplotlib.pyplot as plt
import numpy as np
from astropy import units as u
from astropy.io import fits
from astropy.stats import SigmaClip, sigma_clipped_stats
from astropy.table import QTable
from astropy.utils.data import get_pkg_data_filename
from astropy.wcs import WCS
from photutils.detection import DAOStarFinder

import astroapers as aap

path = get_pkg_data_filename(
    "data/m13.fits", package="astropy.io.fits.hdu.compressed.tests"
)
with fits.open(path, memmap=False) as hdus:
    image, wcs = hdus[0].data, WCS(hdus[0].header)
print(image.shape, image.dtype)

# %%
# Find stars
# ----------
# photutils finds the stars. The crowded core of the cluster is better left to PSF fitting, so we
# keep stars that are more than 12 pixels from the nearest other star, and more than 60 pixels from
# the centre.
_, level, scatter = sigma_clipped_stats(image, sigma=3.0)
found = DAOStarFinder(threshold=4 * scatter, fwhm=3.4)(image - level)
everything = np.column_stack((found["x_centroid"], found["y_centroid"]))
separation = np.hypot(*(everything[:, np.newaxis] - everything).transpose(2, 0, 1))
np.fill_diagonal(separation, np.inf)
alone = separation.min(axis=1) > 12
outside = np.hypot(*(everything - 149.5).T) > 60
stars = everything[alone & outside]
print(f"{len(everything)} found, {len(stars)} kept")

# %%
# Drop incomplete apertures
# -------------------------
# ``npix / area`` is the fraction of an aperture or annulus that is on the image.
aperture = aap.CircAp(stars, r=3.0)
annulus = aap.CircAn(stars, r_in=7.0, r_out=12.0)
complete = (aperture.npix_exact(image.shape) > 0.999 * aperture.area) & (
    annulus.npix_exact(image.shape) > 0.8 * annulus.area
)
aperture, annulus = aperture[complete], annulus[complete]
stars = aperture.positions
print(f"{len(stars)} complete")

# %%
# Measure
# -------
# We take the exact sum in each circle, and the sigma-clipped median of the pixels in each annulus.
# ``sampled_values`` returns the pixel values; any other estimator could be used. The error has two
# parts: the noise of the sky in the circle, and the error of the sky level (the variance of a
# median is π/2 times that of a mean). The header gives no gain, so the photon noise of the star is
# not included.
apsum, npix = aperture.apsum_exact(image)
clip = SigmaClip(sigma=3.0)
sky = [clip(values, masked=False) for values in annulus.sampled_values(image)]
sky_level = np.array([np.median(values) for values in sky])
sky_std = np.array([np.std(values) for values in sky])
n_sky = np.array([len(values) for values in sky])
srcsum = apsum - sky_level * npix
error = sky_std * np.sqrt(npix + np.pi / 2 * npix**2 / n_sky)

# %%
# The light outside
# -----------------
# A circle of 3 pixels misses the wings of a star. The correction is measured with bright stars: it
# is the median ratio of the sums in circles of 6 and of 3 pixels.
bright = srcsum > 100 * error
wide = aap.CircAp(stars[bright], r=6.0)
wide_sum, wide_npix = wide.apsum_exact(image)
ratio = (wide_sum - sky_level[bright] * wide_npix) / srcsum[bright]
correction = np.median(ratio)
print(
    f"{bright.sum()} bright stars: {correction:.3f} ± {ratio.std() / np.sqrt(bright.sum()):.3f}"
)

# %%
# Magnitudes
# ----------
# An absolute zero point needs stars of known magnitude, from a catalogue that this page does not
# load. With one, ``zero`` would be the median of their catalogued minus their instrumental
# magnitudes. Here ``zero`` is chosen such that the ten brightest stars have a mean magnitude of 0.
good = srcsum > 5 * error
magnitude = -2.5 * np.log10(srcsum[good] * correction)
zero = -np.mean(np.sort(magnitude)[:10])
table = QTable()
table["id"] = np.arange(1, good.sum() + 1)
table["x"], table["y"] = stars[good].T
table["sky_center"] = wcs.pixel_to_world(*stars[good].T)
table["sky"] = sky_level[good]
table["npix"] = npix[good]
table["srcsum"] = srcsum[good] * correction
table["srcsum_err"] = error[good] * correction
table["mag"] = (magnitude + zero) * u.mag
table["mag_err"] = 2.5 / np.log(10) * error[good] / srcsum[good] * u.mag
for name in ("x", "y", "srcsum", "srcsum_err", "mag", "mag_err"):
    table[name].info.format = ".3f"
table.sort("mag")
table["id", "x", "y", "sky", "srcsum", "srcsum_err", "mag", "mag_err"][:8].pprint()

# %%
# ``table.write("m13.ecsv")`` writes the whole table, with units and sky coordinates.
#
# Check by eye
# ------------
# Always look at the apertures on the image.
fig, (left, right) = plt.subplots(
    1, 2, figsize=(11, 5), width_ratios=[1.15, 1], layout="constrained"
)
left.imshow(image, origin="lower", cmap="gray_r", vmin=level - 30, vmax=level + 400)
aperture.plot(left, edgecolor="C3")
annulus.plot(left, edgecolor="C0", lw=0.6)
left.set(xlabel="x [px]", ylabel="y [px]", xlim=(-0.5, 299.5), ylim=(-0.5, 299.5))
right.errorbar(table["mag"].value, table["mag_err"].value, fmt="o", ms=3)
right.set(
    xlabel="magnitude, zero point as above",
    ylabel="error from the sky [mag]",
    yscale="log",
)
