"""
Rectangular annulus
===================

`~astroapers.RectAn`: the area between two rectangles.
"""

import matplotlib.pyplot as plt

import astroapers as aap
from astroapers.plotting import plot_weights

frame = aap.RectAn(
    (20.3, 15.6), w_in=8.0, h_in=4.0, w_out=14.0, h_out=10.0, theta_in=0.3
)

fig, axes = plt.subplots(1, 2, figsize=(9, 4.6), layout="constrained", sharey=True)
for ax, method in zip(axes, ["exact", "center"], strict=True):
    plot_weights(frame, ax, method=method)
    frame.plot(ax, edgecolor="C1", lw=2.5)
    npix = getattr(frame, f"npix_{method}")((40, 50))
    ax.set(title=f"{method}: npix = {npix:.2f}", aspect="equal")
