"""One mask of a list of regions."""

import numpy as np

from astroapers.regions.convert import join, reader_for
from astroapers.regions.lists import as_list, is_included, naming
from astroapers.regions.masks import as_samples, put_weights
from astroapers.sky.apertures import edge_error

__all__ = ["combine_mask"]

__doctest_requires__ = {"*": ["regions>=0.12"]}

_OR = (True, True, True)
_MINUS = (False, True, False)


def combine_mask(regions, wcs=None, mode="exact", subpixels=5, *, boundary="local", tol=1e-3):
    """
    One mask of a list of included and excluded regions.

    What is in any included region counts, unless it is in any excluded one. The order of the list
    does not matter: this is the rule of DS9.

    Parameters
    ----------
    regions : `~regions.Regions`, sequence of `~regions.Region`, str or path-like
        The list, or the name of a file that `regions.Regions.read` reads. Regions whose
        ``meta["include"]`` is false are excluded, all others included.
    wcs, mode, subpixels, boundary, tol
        As in `to_mask`.

    Returns
    -------
    `~regions.RegionMask`
        As from `to_mask`, in the union of the bounding boxes of the included regions.

    Raises
    ------
    ValueError
        If no region is included, or as in `to_mask`.
    UnsupportedRegionError, TypeError
        As in `to_mask`; the message names the place in the list.

    Warns
    -----
    LocalBoundaryWarning
        As in `to_mask`.

    Examples
    --------
    >>> from regions import CirclePixelRegion, PixCoord, Regions
    >>> from astroapers.regions import combine_mask
    >>> text = "image; circle(21,19,5); circle(24,19,5); -circle(22,19,1)"
    >>> mask = combine_mask(Regions.parse(text, format="ds9"))
    >>> print(mask.bbox.shape, f"{mask.data.sum():.6f}")
    (11, 14) 104.941944
    """
    samples = as_samples(mode, subpixels)
    reader = reader_for(wcs, boundary, tol)
    included, excluded = [], []
    for index, region in enumerate(as_list(regions)):
        with naming(index):
            found = reader.read(region)
            (included if is_included(region) else excluded).append(found)
    if not included:
        raise ValueError(
            f"regions must have at least one that is included, got none among {len(excluded)}"
        )
    box = _union([found.box for found in included])
    weights = np.zeros((box[3] - box[2], box[1] - box[0]))
    error = 0.0
    for group in _groups([found for found in included if found.aperture is not None]):
        group_box = _union([found.box for found in group])
        holes = [found for found in excluded if found.aperture is not None]
        holes = [found for found in holes if _touch(found.box, group_box)]
        area = join(_any(group), _any(holes), _MINUS)
        if area is not None:
            put_weights(weights, box, area, samples)
            error = max(error, edge_error(area))
    return reader.installed.OverlapMask(weights, box, error)


def _any(found):
    """Union of regions, as a balanced tree: a chain would be too deep for recursion."""
    apertures = [one.aperture for one in found]
    while len(apertures) > 1:
        rest = apertures[-1:] if len(apertures) % 2 else []
        pairs = zip(apertures[::2], apertures[1::2], strict=False)
        apertures = [join(first, second, _OR) for first, second in pairs] + rest
    return apertures[0] if apertures else None


def _groups(found):
    """Regions whose boxes overlap, directly or by way of others: no pixel is in two groups."""
    done, active = [], []
    for one in sorted(found, key=lambda one: one.box):
        group, box, others = [one], one.box, []
        for other, other_box in active:
            if other_box[1] <= one.box[0]:  # nothing that follows begins farther left
                done.append(other)
            elif _touch(other_box, box):
                group, box = other + group, _union([box, other_box])
            else:
                others.append((other, other_box))
        active = [*others, (group, box)]
    return done + [group for group, _ in active]


def _touch(a, b):
    """Whether two boxes have a pixel in common."""
    return a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3]


def _union(boxes):
    low_x, high_x, low_y, high_y = zip(*boxes, strict=True)
    return min(low_x), max(high_x), min(low_y), max(high_y)
