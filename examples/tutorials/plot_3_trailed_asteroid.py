"""
A trailed asteroid, by pills
============================

The image is **simulated** in the first block below: an asteroid that moves by 18 pixels during the
exposure, round stars, and the noise of a bright sky. A circle around the whole trail contains much
sky. A pill contains the trail and little sky.
"""

import matplotlib.pyplot as plt
import numpy as np

import astroapers as aap

rng = np.random.default_rng(11)
ny, nx = 120, 140
y, x = np.mgrid[:ny, :nx]
sigma, sky = 1.6, 400.0
flux, length, theta = 30_000.0, 18.0, np.radians(28.0)
center = np.array([70.4, 58.7])

image = np.full((ny, nx), sky)
for step in np.linspace(-0.5, 0.5, 73):  # the exposure in short pieces
    x0, y0 = center + step * length * np.array([np.cos(theta), np.sin(theta)])
    psf = np.exp(-0.5 * ((x - x0) ** 2 + (y - y0) ** 2) / sigma**2) / (
        2 * np.pi * sigma**2
    )
    image += flux / 73 * psf
for x0, y0, star in [(30.2, 80.9, 5e4), (112.4, 31.0, 3e4), (94.0, 92.0, 2e4)]:
    psf = np.exp(-0.5 * ((x - x0) ** 2 + (y - y0) ** 2) / sigma**2) / (
        2 * np.pi * sigma**2
    )
    image += star * psf
image = rng.poisson(image).astype(np.float32)

# %%
# A pill and a circle
# -------------------
# The rectangle of the pill is as long as the motion, and its caps have a radius of 2.5 sigma of
# the seeing. The circle that reaches as far along the trail has several times the area.
cap = 2.5 * sigma
pill = aap.PillAp(center, w=length, a=cap, b=cap, theta=theta)
circle = aap.CircAp(center, r=length / 2 + cap)
around = aap.PillAn(
    center, length, cap + 3, cap + 3, length + 1, cap + 10, cap + 10, theta_in=theta
)
values = around.sampled_values(image)[0]
level, scatter = np.median(values), np.std(values)
print(f"sky {level:.1f} ± {scatter:.1f}, from {len(values)} pixels")

for name, aperture in [("pill", pill), ("circle", circle)]:
    apsum, npix = aperture.apsum_exact(image)
    srcsum = apsum - level * npix
    error = np.sqrt(srcsum + npix * scatter**2)
    print(
        f"{name:6} {npix:6.1f} px  {srcsum:7.0f} ± {error:.0f}   S/N {srcsum / error:.1f}"
    )

# %%
# A few percent of the light are outside the pill. In a real image, a star trailed by the same motion
# would show how much. Here we know the true flux:
srcsum = pill.apsum_exact(image)[0] - level * pill.area
print(f"inside the pill: {srcsum / flux:.3f}")

# %%
# Which angle?
# ------------
# If the direction of motion is unknown, we turn the pill and look for the largest sum. Pills of all
# angles are one aperture object, and are measured in one call.
angles = np.radians(np.linspace(0, 180, 181))
turned = aap.PillAp(np.tile(center, (181, 1)), w=length, a=cap, b=cap, theta=angles)
sums = turned.apsum_exact(image, return_npix=False) - level * turned.area
best = angles[np.argmax(sums)]
print(f"direction: {np.degrees(best):.0f}°, true: {np.degrees(theta):.0f}°")

# %%
fig, (left, right) = plt.subplots(1, 2, figsize=(11, 4.4), layout="constrained")
left.imshow(image, origin="lower", cmap="gray_r", vmin=level - 50, vmax=level + 400)
pill.plot(left, edgecolor="C3", lw=1.5)
around.plot(left, edgecolor="C0")
circle.plot(left, edgecolor="C1", ls="--")
left.set(xlabel="x [px]", ylabel="y [px]")
right.plot(np.degrees(angles), sums)
right.axvline(np.degrees(best), color="C3", lw=1)
right.set(xlabel="angle of the pill [°]", ylabel="sum above the sky")
