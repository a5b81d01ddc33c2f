"""How an aperture shows itself in a notebook: its outline as a small SVG, and its `repr`."""

import html

import numpy as np

from astroapers import _rust

__all__ = ["as_html", "as_svg"]

_MOST = 50  # positions drawn; of more, the first ones
_SIZE = 120.0  # longer side of the picture, CSS pixels
_MARGIN = 4.0


def as_html(aperture):
    """
    Show an aperture as HTML; what `PixelAp` has for notebooks.

    Parameters
    ----------
    aperture : PixelAp
        Any aperture, scalar or vector.

    Returns
    -------
    str
        The picture of `as_svg`, if there is one, and the `repr`.

    Examples
    --------
    >>> from astroapers import CircAp
    >>> CircAp((3, 4), 2)._repr_html_()[-44:]
    '<code>CircAp((3.0, 4.0), r=2.0)</code></div>'
    """
    text = html.escape(repr(aperture), quote=False)
    return f"<div>{as_svg(aperture)}<code>{text}</code></div>"


def as_svg(aperture):
    """
    Draw the outlines of an aperture as SVG, y upwards; needs no matplotlib.

    Parameters
    ----------
    aperture : PixelAp
        Any aperture. Of more than 50 positions the first 50 are drawn.

    Returns
    -------
    str
        Empty if there is nothing to draw: no position, numbers that are not finite (which
        takes ``validate=False``), or a compound of which nothing is left.

    Examples
    --------
    >>> from astroapers import RectAp
    >>> from astroapers.apertures.picture import as_svg
    >>> as_svg(RectAp((3, 4), 2, 1))[:61]
    '<svg xmlns="http://www.w3.org/2000/svg" width="120.0" height='
    """
    with np.errstate(invalid="ignore"):  # where the checks were skipped
        outlines = _outlines(aperture)
    if not any(outlines):
        return ""
    points = np.concatenate([ring for rings in outlines for ring in rings])
    low, high = points.min(axis=0), points.max(axis=0)
    extent = high - low
    if not (np.isfinite(extent).all() and extent.max() > 0):
        return ""
    scale = (_SIZE - 2 * _MARGIN) / extent.max()
    width, height = np.round(extent * scale + 2 * _MARGIN, 1).tolist()
    paths = []
    for rings in outlines:
        contours = []
        for ring in rings:
            x, y = ((ring - low) * scale + _MARGIN).round(1).T
            pairs = zip(x.tolist(), (height - y).round(1).tolist(), strict=True)
            contours.append(f"M{' '.join(f'{u},{v}' for u, v in pairs)}Z")
        paths.append(f'<path d="{"".join(contours)}"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" role="img" '
        f'aria-label="Outline of {type(aperture).__name__}"><g fill="#1f77b4" fill-opacity="0.2" '
        f'fill-rule="evenodd" stroke="#1f77b4">{"".join(paths)}</g></svg>'
    )


def _outlines(aperture):
    """For each of the first positions the vertices of its contours, in the image."""
    shown = aperture if aperture.isscalar else aperture[:_MOST]
    try:
        rings = _rust.outlines(shown._shape, shown._positions, shown._values)
    except (ValueError, OverflowError):  # numbers that are no sizes, where the checks were skipped
        return []
    return [
        [ring + position for ring in contours]
        for position, contours in zip(shown._positions, rings, strict=True)
    ]
