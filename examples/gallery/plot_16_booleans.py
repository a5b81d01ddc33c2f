"""
Booleans
========

The operators ``&``, ``|``, ``^`` and ``-`` combine two apertures to a new one,
`~astroapers.CompoundAp`. Its exact weights are those of the combined shape, not a product or a sum
of the weights of the two operands.
"""

import matplotlib.pyplot as plt

import astroapers as aap
from astroapers.plotting import plot_weights

ellipse = aap.EllipAp((12.3, 10.6), a=9.0, b=5.5, theta=0.5)
circle = aap.CircAp((16.8, 8.9), r=5.0)
combined = {
    "a & b": ellipse & circle,
    "a | b": ellipse | circle,
    "a ^ b": ellipse ^ circle,
    "a - b": ellipse - circle,
}

fig, axes = plt.subplots(
    2, 2, figsize=(9, 7.4), sharex=True, sharey=True, layout="constrained"
)
for ax, (name, aperture) in zip(axes.flat, combined.items(), strict=True):
    plot_weights(aperture, ax)
    aperture.plot(ax, edgecolor="C1", lw=2.5)
    ax.set(
        title=f"{name}: npix = {aperture.npix_exact((30, 30)):.6f}", aspect="equal"
    )

# %%
# The area of ``a | b`` is that of ``a ^ b`` plus that of ``a & b``; the difference is
areas = {name: aperture.area for name, aperture in combined.items()}
print(f"{areas['a | b'] - areas['a ^ b'] - areas['a & b']:.1e}")

# %%
# A bright star and its spikes are removed from a galaxy. Compounds can be combined again. An
# operand with one position stays where it is in the image if the other has many.
spikes = aap.RectAp((33, 24), 24, 1.5) | aap.RectAp((33, 24), 1.5, 24)
galaxy = aap.EllipAn((28, 22), a_in=4, b_in=2, a_out=14, b_out=9, theta_in=0.4)
clean = galaxy - (aap.CircAp((33, 24), 3.5) | spikes)
fig, ax = plt.subplots(figsize=(8, 5.2), layout="constrained")
plot_weights(clean, ax)
clean.plot(ax, edgecolor="C1", lw=2)
ax.set_aspect("equal")

# %%
clean
