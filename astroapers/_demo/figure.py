"""The figure of the demo: the image with all apertures."""

import numpy as np

from astroapers._demo.job import RADII, SKY_RADII

__all__ = ["draw", "write_figure"]

_STAR_COLOUR = "#d62728"
_SKY_COLOUR = "#1f77b4"


def write_figure(path, field, sky):
    """
    Draw the image with all apertures, and write it as PNG.

    Parameters
    ----------
    path : path-like
        The file to write; an existing one is replaced.
    field : `~astroapers._demo.job.Field`
        The image and its stars.
    sky : float
        Typical level of the sky, which is drawn nearly white.

    Raises
    ------
    ImportError
        If matplotlib is not installed.
    OSError
        If the file cannot be written.

    Examples
    --------
    >>> from astroapers._demo.figure import write_figure
    >>> from astroapers._demo.job import read_field
    >>> write_figure("m13.png", read_field(), sky=120.0)  # doctest: +SKIP
    """
    # Without pyplot, so that no window system is needed and no global state changes.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9.5, 9.2), dpi=150)
    FigureCanvasAgg(figure)
    draw(figure, field, sky)
    figure.savefig(path, format="png")


def draw(figure, field, sky):
    """
    Draw the image with all apertures into a figure.

    Parameters
    ----------
    figure : `~matplotlib.figure.Figure`
        An empty figure.
    field, sky
        As in `write_figure`.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from astroapers._demo.figure import draw
    >>> from astroapers._demo.job import read_field
    >>> figure = Figure()
    >>> draw(figure, read_field(), sky=120.0)
    >>> len(figure.axes)
    1
    """
    from astropy.visualization import AsinhStretch, ImageNormalize

    figure.set_layout_engine("constrained")
    axes = figure.add_subplot(projection=field.wcs)
    norm = ImageNormalize(
        vmin=sky - 15.0, vmax=float(np.max(field.image)), stretch=AsinhStretch(0.02), clip=True
    )
    axes.imshow(field.image, origin="lower", cmap="gray_r", norm=norm, interpolation="nearest")
    _add_apertures(axes, field.positions)
    axes.set_title(
        f"M13: {len(field.positions)} stars, apertures of {_listed(RADII)} px, "
        f"sky from {_listed(SKY_RADII, ' to ')} px"
    )
    axes.set_xlabel("Right ascension (J2000)")
    axes.set_ylabel("Declination (J2000)")


def _add_apertures(axes, positions):
    """Draw each star's apertures, its sky annulus and its number."""
    from matplotlib.collections import PatchCollection
    from matplotlib.patches import Annulus, Circle
    from matplotlib.patheffects import withStroke

    r_in, r_out = SKY_RADII
    rings = [Annulus(position, r_out, r_out - r_in) for position in positions]
    axes.add_collection(PatchCollection(rings, facecolor=_SKY_COLOUR, alpha=0.10, edgecolor="none"))
    edges = [Circle(position, r) for position in positions for r in SKY_RADII]
    axes.add_collection(
        PatchCollection(edges, facecolor="none", edgecolor=_SKY_COLOUR, linewidth=0.4, alpha=0.6)
    )
    circles = [Circle(position, r) for position in positions for r in RADII]
    axes.add_collection(
        PatchCollection(circles, facecolor="none", edgecolor=_STAR_COLOUR, linewidth=0.7)
    )
    halo = [withStroke(linewidth=1.5, foreground="white")]
    offset = RADII[-1] / np.sqrt(2)  # the upper right of the largest circle
    for number, (x, y) in enumerate(positions, start=1):
        text = axes.text(x + offset, y + offset, str(number), fontsize=6.5, color=_STAR_COLOUR)
        text.set_path_effects(halo)


def _listed(numbers, separator=", "):
    """Join numbers without needless zeros."""
    return separator.join(f"{number:g}" for number in numbers)
