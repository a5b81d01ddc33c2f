"""
A comet's jet, by wedges
========================

The image is **simulated** in the first block below. It has a coma whose brightness falls with the
distance ρ from the nucleus as 1/ρ, a jet, two stars and noise. We find the direction of the jet
with a ring of wedges, and measure the light of the jet above the coma.
"""

import matplotlib.pyplot as plt
import numpy as np

import astroapers as aap

rng = np.random.default_rng(20)
ny, nx = 200, 200
nucleus = (101.3, 96.8)
y, x = np.mgrid[:ny, :nx]
rho = np.hypot(x - nucleus[0], y - nucleus[1])
angle = np.arctan2(y - nucleus[1], x - nucleus[0])
jet_direction, jet_sigma = np.radians(67.0), np.radians(9.0)
offset = np.angle(np.exp(1j * (angle - jet_direction)))  # from -π to π
coma = 4000.0 / np.maximum(rho, 1.0)
jet = 0.35 * coma * np.exp(-0.5 * (offset / jet_sigma) ** 2)
image = 50.0 + coma + jet
for x0, y0, peak in [(148.2, 84.8, 900.0), (60.4, 55.1, 600.0)]:
    image += peak * np.exp(-0.5 * ((x - x0) ** 2 + (y - y0) ** 2) / 1.7**2)
image += rng.normal(0.0, np.sqrt(image))

# %%
# The stars are masked: all sums and medians below leave these pixels out.
mask = np.hypot(x - 148.2, y - 84.8) < 7
mask |= np.hypot(x - 60.4, y - 55.1) < 7

# %%
# Sky and coma
# ------------
# The coma fills the image, so there is no pure sky. We use the medians in narrow annuli, which the
# jet changes only a little. Plotted against 1/ρ they lie on a straight line: its intercept is the
# sky, and its slope is the brightness of the coma.
edges = np.arange(8.0, 92.0, 2.0)
rings = aap.CircAn(
    np.tile(nucleus, (len(edges) - 1, 1)), r_in=edges[:-1], r_out=edges[1:]
)
medians = [np.median(values) for values in rings.sampled_values(image, mask=mask)]
slope, sky = np.polyfit(2 / (edges[:-1] + edges[1:]), medians, 1)
print(f"sky {sky:.1f}, true: 50.0; coma {slope:.0f}/ρ, true: 4000/ρ")

# %%
# A ring of wedges
# ----------------
# We subtract the sky and divide by the coma; then the image is 1 everywhere except in the jet. 48
# wedges around the nucleus are one aperture object: the same position 48 times, and a direction for
# each. The weights are exact, also near the nucleus, where a wedge is hardly a pixel wide. Masked
# pixels are left out of ``apsum`` and of ``npix``, so the mean of a wedge is their ratio.
flat = (image - sky) * rho / slope
n = 48
directions = np.linspace(0, 2 * np.pi, n, endpoint=False)
rose = aap.WedgeAp(
    np.tile(nucleus, (n, 1)),
    r_in=6.0,
    r_out=60.0,
    theta_in=directions,
    dtheta_in=2 * np.pi / n,
)
apsum, npix = rose.apsum_exact(flat, mask)
excess = apsum / npix - 1
print(f"masked: at most {(1 - npix / rose.area).max():.1%} of a wedge")

inside = excess > 0.1
direction = np.angle(np.sum(excess[inside] * np.exp(1j * directions[inside])))
print(
    f"direction of the jet: {np.degrees(direction):.1f}°, true: {np.degrees(jet_direction):.1f}°"
)

# %%
# The light of the jet
# --------------------
# The jet has changed the medians a little. Now that its direction is known, we measure sky and coma
# again without it, from the means in annuli that leave out 60°: wedges of 300°. The mean of 1/ρ is
# measured in the same wedges, with the same weights and mask.
width = np.radians(60.0)
away = direction + np.pi
arcs = aap.WedgeAp(rings.positions, edges[:-1], edges[1:], away, 2 * np.pi - width)
arc_sum, arc_npix = arcs.apsum_exact(image, mask)
inverse = (
    arcs.apsum_exact(1 / np.maximum(rho, 1.0), mask, return_npix=False) / arc_npix
)
slope, sky = np.polyfit(inverse, arc_sum / arc_npix, 1, w=np.sqrt(arc_npix))
print(f"sky {sky:.1f}, true: 50.0; coma {slope:.0f}/ρ, true: 4000/ρ")

# %%
# The light of the jet is the sum above sky and coma in a wedge on the jet. In the rest of the
# annulus the sum should be zero within its error.
on_jet = aap.WedgeAp(nucleus, 6.0, 60.0, direction, width)
off_jet = aap.WedgeAp(nucleus, 6.0, 60.0, away, 2 * np.pi - width)
above = image - sky - slope / np.maximum(rho, 1.0)
for name, wedge in [("on the jet", on_jet), ("elsewhere", off_jet)]:
    found = wedge.apsum_exact(above, mask, return_npix=False)
    noise = np.sqrt(wedge.apsum_exact(image, mask, return_npix=False))
    truth = wedge.apsum_exact(jet, mask, return_npix=False)
    print(f"{name:10} {found:6.0f} ± {noise:.0f}, true: {truth:.0f}")

# %%
fig, (left, right) = plt.subplots(1, 2, figsize=(11, 4.8), layout="constrained")
left.imshow(
    np.where(mask, np.nan, image), origin="lower", cmap="magma", vmin=50, vmax=300
)
rose.plot(left, edgecolor="w", lw=0.4)
on_jet.plot(left, edgecolor="cyan", lw=1.5)
left.set(xlabel="x [px]", ylabel="y [px]")
right.step(np.degrees(directions), excess, where="mid")
right.axvline(np.degrees(direction), color="C3", lw=1, label="direction found")
right.set(
    xlabel="direction, counter-clockwise from x [°]", ylabel="excess over the coma"
)
right.legend()
