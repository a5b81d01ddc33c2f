"""
A curve of growth
=================

How much of the light of a star is within a given radius? We measure it for a star of M13, in the
real image that comes with astropy. The sums in thirty circles about the same centre need only one
call, since an aperture may have one size per source.
"""

import matplotlib.pyplot as plt
import numpy as np
from astropy.io import fits
from astropy.utils.data import get_pkg_data_filename

import astroapers as aap

path = get_pkg_data_filename(
    "data/m13.fits", package="astropy.io.fits.hdu.compressed.tests"
)
image = fits.getdata(path, memmap=False)
star = (35.48, 226.78)

# %%
# The sky, and the sums
# ---------------------
sky_values = aap.CircAn(star, r_in=9.0, r_out=14.0).sampled_values(image)[0]
sky, sky_std = (
    np.median(sky_values),
    1.4826 * np.median(np.abs(sky_values - np.median(sky_values))),
)
radii = np.arange(0.3, 9.1, 0.3)
circles = aap.CircAp(np.tile(star, (len(radii), 1)), r=radii)
apsum, npix = circles.apsum_exact(image)
growth = apsum - sky * npix
print(f"sky {sky:.0f} ± {sky_std:.1f}")

# %%
# The radii may be far below a pixel, since the weights are exact. We normalize to the sum within 6
# pixels, and interpolate to find the radius that contains half of the light:
total = np.interp(6.0, radii, growth)
half = np.interp(0.5 * total, growth[radii < 6], radii[radii < 6])
print(f"half of the light is within {half:.2f} px")

# %%
# The effect of an error of the sky
# ---------------------------------
# An error of the sky level changes the curve in proportion to the area. At large radii this limits
# the accuracy. The band shows errors of up to 3 standard errors of the median.
sky_error = np.sqrt(np.pi / 2) * sky_std / np.sqrt(len(sky_values))
fig, ax = plt.subplots(figsize=(7.5, 4.4), layout="constrained")
ax.fill_between(
    radii,
    (growth - 3 * sky_error * npix) / total,
    (growth + 3 * sky_error * npix) / total,
    alpha=0.3,
    label="sky wrong by up to 3 standard errors",
)
ax.plot(radii, growth / total, marker=".", label="exact")
center_sum, center_npix = circles.apsum_center(image)
ax.plot(radii, (center_sum - sky * center_npix) / total, ":", label="whole pixels")
ax.axvline(half, color="C3", lw=1, label="half of the light")
ax.set(xlabel="radius [px]", ylabel="sum / sum within 6 px")
ax.legend()

# %%
# The profile
# -----------
# The radial profile is the sum in an annulus divided by its area. With exact weights, the sum in an
# annulus is the difference of the sums in two circles.
rings = aap.CircAn(
    np.tile(star, (len(radii) - 1, 1)), r_in=radii[:-1], r_out=radii[1:]
)
ring_sum, ring_npix = rings.apsum_exact(image)
print(np.abs(ring_sum - np.diff(apsum)).max() < 1e-9)
fig, ax = plt.subplots(figsize=(7.5, 3.6), layout="constrained")
ax.step(radii[1:], ring_sum / ring_npix - sky, where="pre")
ax.set(xlabel="radius [px]", ylabel="brightness above the sky", yscale="symlog")
ax.set_ylim(0, None)
