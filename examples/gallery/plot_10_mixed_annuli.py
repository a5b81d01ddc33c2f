"""
Mixed annuli
============

The inner and the outer shape of an annulus may have different angles. The annulus is the area that
is in the outer shape and not in the inner one. If the inner shape sticks out, that part removes
nothing, and ``area`` takes this into account.
"""

import math

import matplotlib.pyplot as plt

import astroapers as aap
from astroapers.plotting import plot_weights

mixed = aap.EllipAn(
    (20.3, 15.6),
    a_in=8.0,
    b_in=2.5,
    a_out=9.0,
    b_out=6.0,
    theta_in=math.pi / 2,
    theta_out=0.2,
)

fig, axes = plt.subplots(1, 2, figsize=(9, 4.6), layout="constrained", sharey=True)
for ax, method in zip(axes, ["exact", "center"], strict=True):
    plot_weights(mixed, ax, method=method)
    mixed.plot(ax, edgecolor="C1", lw=2.5)
    npix = getattr(mixed, f"npix_{method}")((40, 50))
    ax.set(title=f"{method}: npix = {npix:.2f}", aspect="equal")

# %%
# Rectangular and pill-shaped annuli can be mixed in the same way.
frame = aap.RectAn((12, 12), 11, 3, 12, 8, theta_in=1.2, theta_out=0.0)
pills = aap.PillAn((32, 12), 5, 2, 2, 9, 4, 4, theta_in=-0.6, theta_out=0.5)
fig, ax = plt.subplots(figsize=(8, 4), layout="constrained")
for shape in (frame, pills):
    plot_weights(shape, ax)
    shape.plot(ax, edgecolor="C1", lw=2.5)
    print(f"{shape.area:.6f} {shape.npix_exact((40, 50)):.6f}")
ax.set_aspect("equal")
