"""
Ellipse
=======

`~astroapers.EllipAp`: an ellipse with semi-axes ``a`` and ``b``. ``theta`` is the angle of the
semi-axis ``a``, counter-clockwise from the x axis.
"""

import matplotlib.pyplot as plt

import astroapers as aap
from astroapers.plotting import plot_weights

ellipse = aap.EllipAp((20.3, 15.6), a=8.0, b=3.5, theta=0.5)

fig, axes = plt.subplots(1, 2, figsize=(9, 3.8), layout="constrained", sharey=True)
for ax, method in zip(axes, ["exact", "center"], strict=True):
    plot_weights(ellipse, ax, method=method)
    ellipse.plot(ax, edgecolor="C1", lw=2.5)
    npix = getattr(ellipse, f"npix_{method}")((40, 50))
    ax.set(title=f"{method}: npix = {npix:.2f}", aspect="equal")
