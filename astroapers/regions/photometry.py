"""Sums of an image in regions, as a table."""

from itertools import chain
from typing import NamedTuple

import numpy as np
from astropy import units as u
from astropy.table import QTable

from astroapers import _rust
from astroapers.apertures import PixelAp
from astroapers.images import as_floats, kernel_images, open_error, open_image
from astroapers.measurement import Images, Step
from astroapers.regions.convert import reader_for
from astroapers.regions.lists import as_list, labels_of, naming
from astroapers.regions.masks import as_samples
from astroapers.targets import open_target

__all__ = ["region_photometry"]

__doctest_requires__ = {"*": ["regions>=0.12"]}

_WHOLE = 1.0 - 1e-12  # a part that is larger is all


def region_photometry(
    data,
    region_or_list,
    wcs=None,
    error=None,
    mask=None,
    mode="exact",
    subpixels=5,
    *,
    boundary="local",
    tol=1e-3,
):
    """
    Areas of regions and sums of an image in them.

    Parameters
    ----------
    data : array_like, Quantity, NDData or masked array
        Image of shape ``(ny, nx)``, or a stack of n planes ``(n, ny, nx)``; real numbers of any
        dtype. A mask that comes with it is OR-ed with ``mask``; of an NDData the uncertainty and
        the WCS are used as well, where ``error`` and ``wcs`` are `None`.
    region_or_list : `~regions.Region`, `~regions.Regions`, sequence, str or path-like
        One region or several, as in `to_mask`; apertures of this package (one row for each
        position); or the name of a file that `regions.Regions.read` reads.
    wcs : object or None, optional
        As in `to_aperture`.
    error : array_like, Quantity or None, optional
        Standard deviations of the pixels, of shape ``(ny, nx)`` or that of ``data``; with a unit if
        the data have one.
    mask : array_like of bool or None, optional
        Pixels to exclude (True, non-zero or NaN), of shape ``(ny, nx)`` or that of ``data``.
    mode, subpixels, boundary, tol
        As in `to_mask`.

    Returns
    -------
    `~astropy.table.QTable`
        One row for each region in the order given. With a stack, what depends on the plane has
        the shape ``(n,)`` in each row.

        * ``name``: ``meta["text"]``, or else the place in the list, as text
        * ``class``: name of the class
        * ``area``: sum of the weights on the unmasked pixels of the image, in pix²
        * ``fraction``: which part of the region's own area is on the image, masked or not
        * ``sum``: sum of the weighted data, in their unit
        * ``sum_err``: its standard deviation, if there is an error: that of a sum of
          independent pixels, the root of the sum of ``weight² error²``

        Where a region is off the image, ``area`` and ``fraction`` are 0, the others NaN.

    Raises
    ------
    UnsupportedRegionError, TypeError
        If something is no region with an area; the message names the place in the list. If
        data or error are no real numbers.
    ValueError
        As in `to_mask`; if data, error and mask have shapes that do not fit; or if only one of
        data and error has a unit.
    astropy.units.UnitConversionError
        If the units of data and error do not fit.

    Warns
    -----
    LocalBoundaryWarning
        As in `to_mask`.

    Notes
    -----
    Pixels that are masked or of weight 0 have no influence, whatever their value. The value of a
    pixel that counts is taken as it is: NaN makes the sum NaN. ``meta["include"]`` has no effect.

    Examples
    --------
    >>> import numpy as np
    >>> from regions import CircleAnnulusPixelRegion, CirclePixelRegion, PixCoord
    >>> from astroapers.regions import region_photometry
    >>> image = np.ones((40, 60))
    >>> star = CirclePixelRegion(PixCoord(20.3, 17.6), 3, meta={"text": "star"})
    >>> sky = CircleAnnulusPixelRegion(PixCoord(20.3, 0.5), 5, 8)
    >>> table = region_photometry(image, [star, sky], error=0.1 * image)
    >>> for row in table:
    ...     print(row["name"], f"{row['area']:.3f} {row['fraction']:.3f} {row['sum_err']:.3f}")
    star 28.274 pix2 1.000 0.504
    1 67.286 pix2 0.549 0.777
    """
    samples = as_samples(mode, subpixels)
    image = open_image(data, mask)
    if not (image.is_direct or image.is_section):
        image = image._replace(data=as_floats(image.data))
    error = open_error(image.deviation if error is None else error, image)
    wcs = image.wcs if wcs is None else wcs
    reader = reader_for(wcs, boundary, tol)
    given = as_list(region_or_list, apertures=True)
    items, labels = _one_by_one(given)
    alone = len(given) == 1 and given[0] is region_or_list
    results = _Results.empty(len(items), image, error)
    for rows, target in _batches(items, reader, alone):
        results.measure(rows, target.footprint(samples), image, error)
    return _as_table(labels, items, results, image)


def _one_by_one(given):
    """Regions and scalar apertures, one for each row, and their names."""
    labels = labels_of(given)
    if not any(issubclass(kind, PixelAp) for kind in set(map(type, given))):
        return given, labels
    parts = [
        list(item) if isinstance(item, PixelAp) and not item.isscalar else [item] for item in given
    ]
    return list(chain(*parts)), np.repeat(labels, list(map(len, parts)))


def _batches(items, reader, alone):
    """Rows of the table and their target, as many at once as can be, of all that has an area."""
    classes = list(map(type, items))
    kinds = dict.fromkeys(classes)
    for one in kinds:
        rows, group = np.arange(len(items)), items
        if len(kinds) > 1:  # else there is nothing to sort out
            rows = np.array([row for row, other in enumerate(classes) if other is one])
            group = [items[row] for row in rows]
        target = reader.columns(group)
        if target is not None:
            yield rows, target
            continue
        for row, item in zip(rows.tolist(), group, strict=True):
            with naming(None if alone else row):
                source = item if isinstance(item, PixelAp) else reader.source(item)
            if source is not None:
                own = source is item
                yield np.array([row]), open_target(source)._replace(native=own)


class _Results(NamedTuple):
    """The columns, planes first."""

    area: np.ndarray
    fraction: np.ndarray
    sums: np.ndarray
    variances: np.ndarray | None

    @classmethod
    def empty(cls, n, image, error):
        """Begin with what is true of regions off the image."""
        planes = image.data.shape[:-2]
        mask_planes = max((mask.shape[:-2] for mask in image.masks), key=len, default=())
        variances = None if error is None else np.full((*planes, n), np.nan)
        return cls(
            np.zeros((*mask_planes, n)), np.zeros(n), np.full((*planes, n), np.nan), variances
        )

    def measure(self, rows, footprint, image, error):
        """Fill in some rows."""
        sums, area, variances = _measured(footprint, image, error)
        if footprint.subpixels == 0 and not image.masks:
            inside = area
        else:
            exact = Step(footprint._replace(subpixels=0), "planes")
            inside = _rust.measure(Images(frame=image.frame), (exact,))[0]["npix"]
        shape, positions, params, *_ = footprint
        whole = _rust.area(shape, params, len(rows), positions=positions)
        fraction = np.clip(inside / np.where(whole > 0, whole, np.inf), 0.0, 1.0)
        fraction[fraction > _WHOLE] = 1.0
        self.fraction[rows] = fraction
        visible = np.flatnonzero(fraction > 0.0)
        self.area[..., rows] = area
        self.sums[..., rows[visible]] = sums[..., visible]
        if variances is not None:
            self.variances[..., rows[visible]] = variances[..., visible]


def _measured(footprint, image, error):
    """Sums, areas and variances; with an error each plane is a call of its own."""
    data = image.data
    if error is None or data.ndim == 2:
        return _planes(footprint, kernel_images(image, footprint, error))
    planes = []
    for k, plane in enumerate(data):
        masks = tuple(mask if mask.ndim == 2 else mask[k] for mask in image.masks)
        plane_error = error if error.ndim == 2 else error[k]
        planes.append(_planes(footprint, Images(plane, masks, plane_error)))
    sums, areas, variances = (np.array(parts) for parts in zip(*planes, strict=True))
    if all(mask.ndim == 2 for mask in image.masks):
        areas = areas[0]
    return sums, areas, variances


def _planes(footprint, images):
    (found,) = _rust.measure(images, (Step(footprint, "planes"),))
    return found["sum"], found["npix"], found.get("variance")


def _class_names(items):
    """Names of the classes as an array of text; mostly there is one class."""
    kinds = set(map(type, items))
    if len(kinds) == 1:
        return np.full(len(items), kinds.pop().__name__)
    return np.array([type(item).__name__ for item in items], dtype=np.str_)


def _as_table(labels, items, results, image):
    """Put the columns together."""
    columns = {
        "name": labels,
        "class": _class_names(items),
        "area": np.moveaxis(results.area, -1, 0) << u.pix**2,
        "fraction": results.fraction,
        "sum": np.moveaxis(results.sums, -1, 0),
    }
    if results.variances is not None:
        with np.errstate(invalid="ignore"):
            columns["sum_err"] = np.moveaxis(np.sqrt(results.variances), -1, 0)
    for name in ("sum", "sum_err"):
        if image.unit is not None and name in columns:
            columns[name] = columns[name] << u.Unit(image.unit)
    return QTable(columns, copy=False)
