"""
Odd shapes, by paths
====================

Two stars of M13, in the real image that comes with astropy, are 8 pixels apart. A circle around
one of them contains light of the other, so we remove a circle around the neighbour. The remaining
shape is bounded by two arcs, and a path of arcs describes it exactly.
"""

import math

import matplotlib.pyplot as plt
import numpy as np
from astropy.io import fits
from astropy.utils.data import get_pkg_data_filename

import astroapers as aap
from astroapers.plotting import plot_weights

path = get_pkg_data_filename(
    "data/m13.fits", package="astropy.io.fits.hdu.compressed.tests"
)
image = fits.getdata(path, memmap=False)
star = np.array([142.58, 104.20])
neighbour = np.array([135.51, 108.63])
d = np.hypot(*(neighbour - star))
print(f"{d:.2f} px apart")

# %%
# Two arcs
# --------
# The shape is a circle of radius ``R`` about the star, without a circle of radius ``r`` about the
# neighbour. Seen from the star, the neighbour is at the distance ``d`` in the direction ``phi``. The
# law of cosines gives the directions, from either centre, of the points where the circles cross.


def bitten(R, r, d, phi):
    """Contour of a circle about the origin without one at the distance d."""
    alpha = math.acos((R * R + d * d - r * r) / (2 * R * d))
    beta = math.acos((r * r + d * d - R * R) / (2 * r * d))
    start = phi + alpha
    cx, cy = d * math.cos(phi), d * math.sin(phi)
    return [
        ("move", R * math.cos(start), R * math.sin(start)),
        ("arc", 0.0, 0.0, R, start, 2 * math.pi - 2 * alpha),
        (
            "arc",
            cx,
            cy,
            r,
            phi + math.pi + beta,
            -2 * beta,
        ),  # clockwise: it curves inwards
        ("close",),
    ]


phi = math.atan2(*(neighbour - star)[::-1])
contour = bitten(6.0, 5.0, d, phi)
aperture = aap.PathAp(star, contour)
circle = aap.CircAp(star, r=6.0)
print(f"area {aperture.area:.3f} of {circle.area:.3f}")

fig, ax = plt.subplots(figsize=(6.4, 5.6), layout="constrained")
ax.imshow(image, origin="lower", cmap="gray_r", vmin=100, vmax=1500)
aperture.plot(ax, edgecolor="C3", lw=2)
circle.plot(ax, edgecolor="C0", ls="--")
ax.set(xlim=(125, 155), ylim=(92, 120), xlabel="x [px]", ylabel="y [px]")

# %%
# The weights
# -----------
fig, ax = plt.subplots(figsize=(6.4, 5.6), layout="constrained")
plot_weights(aperture, ax)
aperture.plot(ax, edgecolor="C3", lw=2)
ax.set_aspect("equal")

# %%
# The sum
# -------
# A star is round, so the removed part has as much light of the star as its mirror image on the other
# side, where there is no neighbour. So we add the sum in the mirrored part: a second path, also of
# two arcs.


def bite(R, r, d, phi):
    """Contour of the part of the circle that `bitten` leaves out."""
    alpha = math.acos((R * R + d * d - r * r) / (2 * R * d))
    beta = math.acos((r * r + d * d - R * R) / (2 * r * d))
    cx, cy = d * math.cos(phi), d * math.sin(phi)
    return [
        ("move", R * math.cos(phi - alpha), R * math.sin(phi - alpha)),
        ("arc", 0.0, 0.0, R, phi - alpha, 2 * alpha),
        ("arc", cx, cy, r, phi + math.pi - beta, 2 * beta),
        ("close",),
    ]


mirrored = aap.PathAp(star, bite(6.0, 5.0, d, phi + math.pi))
sky = np.median(aap.CircAn(star, r_in=14.0, r_out=20.0).sampled_values(image)[0])


def srcsum(ap):
    """Sum above the sky."""
    apsum, npix = ap.apsum_exact(image)
    return apsum - sky * npix


print(f"areas add up: {aperture.area + mirrored.area - circle.area:.1e}")
print(
    f"circle: {srcsum(circle):.0f}   bitten and mirrored: {srcsum(aperture) + srcsum(mirrored):.0f}"
)
