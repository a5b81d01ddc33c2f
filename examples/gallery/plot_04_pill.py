"""
Pill
====

`~astroapers.PillAp`: the shape of a trailed star. A rectangle of length ``w`` has half an ellipse
at either end, with the semi-axes ``a`` along the trail and ``b`` across it.
"""

import matplotlib.pyplot as plt

import astroapers as aap
from astroapers.plotting import plot_weights

pill = aap.PillAp((20.3, 15.6), w=9.0, a=3.0, b=3.0, theta=0.6)

fig, axes = plt.subplots(1, 2, figsize=(9, 4.6), layout="constrained", sharey=True)
for ax, method in zip(axes, ["exact", "center"], strict=True):
    plot_weights(pill, ax, method=method)
    pill.plot(ax, edgecolor="C1", lw=2.5)
    npix = getattr(pill, f"npix_{method}")((40, 50))
    ax.set(title=f"{method}: npix = {npix:.2f}", aspect="equal")
