"""
Pill-shaped annulus
===================

`~astroapers.PillAn`: the sky around a trailed star.
"""

import matplotlib.pyplot as plt

import astroapers as aap
from astroapers.plotting import plot_weights

sky = aap.PillAn(
    (20.3, 15.6),
    w_in=8.0,
    a_in=3.0,
    b_in=3.0,
    w_out=10.0,
    a_out=6.0,
    b_out=6.0,
    theta_in=0.4,
)

fig, axes = plt.subplots(1, 2, figsize=(9, 4.6), layout="constrained", sharey=True)
for ax, method in zip(axes, ["exact", "center"], strict=True):
    plot_weights(sky, ax, method=method)
    sky.plot(ax, edgecolor="C1", lw=2.5)
    npix = getattr(sky, f"npix_{method}")((40, 50))
    ax.set(title=f"{method}: npix = {npix:.2f}", aspect="equal")
