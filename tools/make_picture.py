"""
Draw the picture of the README and of the front page: ``python tools/make_picture.py``.

Shapes with the exact weights of their pixels, written to docs/_static/shapes.png.
"""

from math import pi
from pathlib import Path

from matplotlib.figure import Figure

import astroapers as aap
from astroapers.plotting import plot_weights

TARGET = Path(__file__).parents[1] / "docs" / "_static" / "shapes.png"
DOOR = [("move", -6, -6), ("line", 6, -6), ("line", 6, 1), ("arc", 0, 1, 6, 0, pi), ("close",)]
WINDOW = [("move", 2.5, 1), ("arc", 0, 1, 2.5, 0, pi), ("close",)]
SHAPES = [
    aap.WedgeAp((0.3, 1.6), 2, 16, theta_in=0.75, dtheta_in=1.0),
    aap.PillAp((30.2, 8.4), 10, 4, 4, theta=0.6),
    aap.EllipAn((52.5, 8.3), 4, 2, 9, 6, theta_in=0.9, theta_out=0.3),
    aap.PathAp((73.3, 7.6), DOOR, holes=[WINDOW]),
]


def main():
    figure = Figure(figsize=(10, 2.5))
    ax = figure.add_axes((0, 0, 1, 1))
    for shape in SHAPES:
        plot_weights(shape, ax)
        shape.plot(ax, edgecolor="#ff7f0e", lw=2.5)
    ax.set(aspect="equal", xlim=(-2, 83), ylim=(-2.5, 19.5))
    ax.set_axis_off()
    figure.savefig(TARGET, dpi=120, pil_kwargs={"optimize": True})


if __name__ == "__main__":
    main()
