"""
Rectangle
=========

`~astroapers.RectAp`: a rectangle of full width ``w`` and height ``h``, rotated by ``theta``. The
weights are exact at any angle.
"""

import matplotlib.pyplot as plt

import astroapers as aap
from astroapers.plotting import plot_weights

rectangle = aap.RectAp((20.3, 15.6), w=13.0, h=6.0, theta=0.4)

fig, axes = plt.subplots(1, 2, figsize=(9, 4.0), layout="constrained", sharey=True)
for ax, method in zip(axes, ["exact", "center"], strict=True):
    plot_weights(rectangle, ax, method=method)
    rectangle.plot(ax, edgecolor="C1", lw=2.5)
    npix = getattr(rectangle, f"npix_{method}")((40, 50))
    ax.set(title=f"{method}: npix = {npix:.2f}", aspect="equal")
