"""
Circular annulus
================

`~astroapers.CircAn`: the area between two circles, for the sky around a star.
"""

import matplotlib.pyplot as plt

import astroapers as aap
from astroapers.plotting import plot_weights

annulus = aap.CircAn((20.3, 15.6), r_in=4.0, r_out=8.0)

fig, axes = plt.subplots(1, 2, figsize=(9, 4.4), layout="constrained", sharey=True)
for ax, method in zip(axes, ["exact", "center"], strict=True):
    plot_weights(annulus, ax, method=method)
    annulus.plot(ax, edgecolor="C1", lw=2.5)
    npix = getattr(annulus, f"npix_{method}")((40, 50))
    ax.set(title=f"{method}: npix = {npix:.2f}", aspect="equal")
