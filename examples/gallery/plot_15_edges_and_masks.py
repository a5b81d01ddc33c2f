"""
Edges and masks
===============

Pixels that are off the image or masked are left out of sums. The remaining area is the *effective
area*, ``npix``.
"""

import matplotlib.pyplot as plt
import numpy as np

import astroapers as aap
from astroapers.plotting import plot_weights

image = np.ones((16, 24))
mask = np.zeros(image.shape, dtype=bool)
mask[:, 12] = True  # a bad column
mask[3:5, 16:19] = True
sources = aap.CircAp([(2.0, 8.0), (11.0, 9.0), (18.5, 5.5), (24.5, 14.0)], r=4.0)

fig, ax = plt.subplots(figsize=(8, 5.2), layout="constrained")
plot_weights(sources, ax)
ny, nx = image.shape
edges = np.arange(nx + 1) - 0.5, np.arange(ny + 1) - 0.5
ax.pcolormesh(*edges, np.where(mask, 1.0, np.nan), cmap="Greys", vmin=0, vmax=1.5)
sources.plot(ax, edgecolor="C1", lw=2.5)
ax.add_patch(plt.Rectangle((-0.5, -0.5), nx, ny, fill=False, lw=2))
fraction = sources.npix_exact(image.shape, mask=mask) / sources.area
for (x, y), part in zip(sources.positions, fraction, strict=True):
    ax.text(x, y, f"{part:.2f}", ha="center", va="center", color="w", weight="bold")
ax.set(aspect="equal", xlim=(-4, 30), ylim=(-2, 19), title="npix / area")

# %%
# Keep the sources whose apertures are nearly complete:
print(sources[fraction > 0.8])
