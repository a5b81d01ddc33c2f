"""
Path of lines and arcs
======================

An arc of a path is ``("arc", cx, cy, r, theta0, dtheta)``. It is part of a circle about
``(cx, cy)``, from the angle ``theta0`` to ``theta0 + dtheta``; ``dtheta`` is negative if the arc
runs clockwise. The engine measures true arcs, not polygons. The example is the lens in which two
circles overlap, as in an eclipse.
"""

import math

import matplotlib.pyplot as plt

import astroapers as aap
from astroapers.plotting import plot_weights

r, d = 10.0, 12.0  # radius of both circles, distance of their centres
half = math.acos(d / 2 / r)
lens = aap.PathAp(
    (20.3, 15.6),
    [
        ("move", 0.0, -r * math.sin(half)),
        ("arc", -d / 2, 0.0, r, -half, 2 * half),
        ("arc", d / 2, 0.0, r, math.pi - half, 2 * half),
        ("close",),
    ],
)
print(f"{lens.area:.10f} {r * r * (2 * half - math.sin(2 * half)):.10f}")

fig, axes = plt.subplots(1, 2, figsize=(9, 6.0), layout="constrained", sharey=True)
for ax, method in zip(axes, ["exact", "center"], strict=True):
    plot_weights(lens, ax, method=method)
    lens.plot(ax, edgecolor="C1", lw=2.5)
    npix = getattr(lens, f"npix_{method}")((40, 50))
    ax.set(title=f"{method}: npix = {npix:.2f}", aspect="equal")
