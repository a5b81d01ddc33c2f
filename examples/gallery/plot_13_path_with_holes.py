"""
Path with holes
===============

Holes are contours inside the outer one. The example is a plate with rounded corners, a round hole
and a slot.
"""

import math

import matplotlib.pyplot as plt

import astroapers as aap
from astroapers.plotting import plot_weights

w, h, r = 9.0, 6.0, 2.5  # half the width and height, radius of the corners
quarter = math.pi / 2
plate = [
    ("move", -w + r, -h),
    ("line", w - r, -h),
    ("arc", w - r, -h + r, r, -quarter, quarter),
    ("line", w, h - r),
    ("arc", w - r, h - r, r, 0.0, quarter),
    ("line", -w + r, h),
    ("arc", -w + r, h - r, r, quarter, quarter),
    ("line", -w, -h + r),
    ("arc", -w + r, -h + r, r, 2 * quarter, quarter),
    ("close",),
]
round_hole = [
    ("move", 6.0, 0.0),
    ("arc", 3.5, 0.0, 2.5, 0.0, math.pi),
    ("arc", 3.5, 0.0, 2.5, math.pi, math.pi),
    ("close",),
]
slot = [
    ("move", -6, -3),
    ("line", -4, -3),
    ("line", -3, 3),
    ("line", -5, 3),
    ("close",),
]
path = aap.PathAp((20.3, 15.6), plate, holes=[round_hole, slot])

fig, axes = plt.subplots(1, 2, figsize=(9, 3.9), layout="constrained", sharey=True)
for ax, method in zip(axes, ["exact", "center"], strict=True):
    plot_weights(path, ax, method=method)
    path.plot(ax, edgecolor="C1", lw=2.5)
    npix = getattr(path, f"npix_{method}")((40, 50))
    ax.set(title=f"{method}: npix = {npix:.2f}", aspect="equal")
