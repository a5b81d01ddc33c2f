"""
Circle
======

`~astroapers.CircAp`: a circle of radius ``r`` about ``(x, y)``. The sum of the exact weights is
the area π r² to nearly all digits. The number of pixels whose centres are inside jumps when the
circle moves or grows.
"""

import matplotlib.pyplot as plt
import numpy as np

import astroapers as aap
from astroapers.plotting import plot_weights

circle = aap.CircAp((20.3, 15.6), r=5.0)

fig, axes = plt.subplots(1, 2, figsize=(9, 4.4), layout="constrained", sharey=True)
for ax, method in zip(axes, ["exact", "center"], strict=True):
    plot_weights(circle, ax, method=method)
    circle.plot(ax, edgecolor="C1", lw=2.5)
    npix = getattr(circle, f"npix_{method}")((40, 50))
    ax.set(title=f"{method}: npix = {npix:.2f}", aspect="equal")

# %%
# The effective area by exact and by center weights, while the circle moves by a pixel:
shifts = np.linspace(0, 1, 101)
moved = aap.CircAp(np.column_stack((20 + shifts, np.full(101, 15.6))), r=5.0)
fig, ax = plt.subplots(figsize=(7, 3), layout="constrained")
ax.plot(shifts, moved.npix_center((40, 50)), label="center")
ax.plot(shifts, moved.npix_exact((40, 50)), label="exact")
ax.set(xlabel="shift [px]", ylabel="npix")
ax.legend()
