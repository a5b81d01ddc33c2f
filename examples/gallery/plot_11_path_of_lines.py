"""
Path of lines
=============

`~astroapers.PathAp`: an outline of your own. It is a list of commands, with coordinates in pixels
from the position. With straight lines it is a polygon, convex or not.
"""

import math

import matplotlib.pyplot as plt

import astroapers as aap
from astroapers.plotting import plot_weights

corners = [
    (r * math.cos(k * math.pi / 5), r * math.sin(k * math.pi / 5))
    for k, r in enumerate([9.0, 3.5] * 5)
]
star = aap.PathAp(
    (20.3, 15.6),
    [
        ("move", *corners[0]),
        *(("line", *corner) for corner in corners[1:]),
        ("close",),
    ],
)

fig, axes = plt.subplots(1, 2, figsize=(9, 4.6), layout="constrained", sharey=True)
for ax, method in zip(axes, ["exact", "center"], strict=True):
    plot_weights(star, ax, method=method)
    star.plot(ax, edgecolor="C1", lw=2.5)
    npix = getattr(star, f"npix_{method}")((40, 50))
    ax.set(title=f"{method}: npix = {npix:.2f}", aspect="equal")
