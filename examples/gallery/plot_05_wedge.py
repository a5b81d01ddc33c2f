"""
Wedge
=====

`~astroapers.WedgeAp`: a sector of an annulus from ``r_in`` to ``r_out``. ``theta_in`` is the
direction of its middle, and ``dtheta_in`` its full angular width. Use it for a jet, a fan, a tail,
or the shadow of an occulter.
"""

import math

import matplotlib.pyplot as plt

import astroapers as aap
from astroapers.plotting import plot_weights

wedge = aap.WedgeAp((12.3, 9.6), r_in=3.0, r_out=14.0, theta_in=0.7, dtheta_in=0.9)

fig, axes = plt.subplots(1, 2, figsize=(9, 4.8), layout="constrained", sharey=True)
for ax, method in zip(axes, ["exact", "center"], strict=True):
    plot_weights(wedge, ax, method=method)
    wedge.plot(ax, edgecolor="C1", lw=2.5)
    npix = getattr(wedge, f"npix_{method}")((40, 50))
    ax.set(title=f"{method}: npix = {npix:.2f}", aspect="equal")

# %%
# The width may be more than half a turn. The outer arc may have its own direction and width;
# straight lines then join the ends of the two arcs.
reflex = aap.WedgeAp(
    (12, 12), r_in=3.0, r_out=9.0, theta_in=0.7, dtheta_in=1.5 * math.pi
)
fan = aap.WedgeAp(
    (28, 12),
    r_in=3.0,
    r_out=11.0,
    theta_in=0.2,
    dtheta_in=0.8,
    theta_out=0.6,
    dtheta_out=1.6,
)
fig, ax = plt.subplots(figsize=(8, 4.6), layout="constrained")
for shape in (reflex, fan):
    plot_weights(shape, ax)
    shape.plot(ax, edgecolor="C1", lw=2.5)
ax.set_aspect("equal")
