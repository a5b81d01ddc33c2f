"""
One size per source
===================

Every size and angle may be one number for all sources, or an array with one value for each source.
All sources are measured in one call.
"""

import matplotlib.pyplot as plt
import numpy as np

import astroapers as aap
from astroapers.plotting import plot_weights

x = np.array([5.0, 15.4, 26.8, 39.5])
sources = aap.EllipAp(
    np.column_stack((x, np.full(4, 8.0))),
    a=[3.0, 4.0, 5.0, 6.5],
    b=[3.0, 2.5, 2.0, 1.5],
    theta=[0.0, 0.5, 1.0, 1.5],
)

fig, ax = plt.subplots(figsize=(9, 3.4), layout="constrained")
plot_weights(sources, ax)
sources.plot(ax, edgecolor="C1", lw=2.5)
ax.set_aspect("equal")

# %%
# Areas and sums are arrays. A notebook shows an aperture with its outline.
print(sources.area)
print(sources.npix_exact((20, 50)))
sources
