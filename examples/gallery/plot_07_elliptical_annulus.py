"""
Elliptical annulus
==================

`~astroapers.EllipAn`: the area between two ellipses. The inner one need not be a smaller copy of
the outer one. Without ``theta_out`` both have the angle ``theta_in``.
"""

import matplotlib.pyplot as plt

import astroapers as aap
from astroapers.plotting import plot_weights

annulus = aap.EllipAn(
    (20.3, 15.6), a_in=5.0, b_in=2.0, a_out=9.0, b_out=6.0, theta_in=0.5
)

fig, axes = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained", sharey=True)
for ax, method in zip(axes, ["exact", "center"], strict=True):
    plot_weights(annulus, ax, method=method)
    annulus.plot(ax, edgecolor="C1", lw=2.5)
    npix = getattr(annulus, f"npix_{method}")((40, 50))
    ax.set(title=f"{method}: npix = {npix:.2f}", aspect="equal")
