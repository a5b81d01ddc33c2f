"""Docstrings of the functions in `astroapers.kernels`, composed from the table of shapes."""

from ast import literal_eval
from functools import cache
from itertools import groupby

__all__ = ["describe"]

_TRIANGLE = '[("move", -2, -2.6), ("line", 2, -2.6), ("line", 0, 3.4), ("close",)]'

_SUMMARIES = {
    ("apsum", "exact"): "Sums of an image in {plural}, each pixel weighted by the fraction inside.",
    ("apsum", "center"): "Sums of an image over the pixels whose centres are inside {plural}.",
    ("npix", "exact"): "Effective areas: the parts of {plural} on unmasked pixels of an image.",
    ("npix", "center"): "Count the unmasked pixels of an image whose centres are inside {plural}.",
    ("weights", "exact"): "Fractions of the pixels' areas inside {plural}.",
    ("weights", "center"): "1 for each pixel whose centre is inside, else 0, of {plural}.",
    ("bboxes", None): "Bounding boxes of {plural}: the smallest that hold all pixels touched.",
}

_DOCS = {
    "apsum": """
{summary}

Parameters
----------
data : array_like, Quantity, NDData or masked array
    Image of shape ``(ny, nx)``, or a stack of K images ``(K, ny, nx)``; real numbers of
    any dtype, byte order and memory layout. A mask that comes with it is OR-ed with
    ``mask``.
{positions}
{params}
mask : array_like of bool or None, optional
    Pixels to exclude (True, non-zero or NaN), of shape ``(ny, nx)`` or that of ``data``.
return_npix : bool, optional
    Whether to return the effective areas as well.
{validate}

Returns
-------
apsum : {result} or Quantity
    Of the shape of ``{x}``; with a stack the planes come first. With the unit of the data,
    if they have one. NaN where a position is NaN or infinite.
npix : {result}
    Sums of the weights, likewise; of the planes only if ``mask`` has them. Only if
    ``return_npix``.

Raises
------
TypeError
    If numbers are not real.
ValueError
    If ``x`` and ``y`` or ``data`` and ``mask`` do not fit each other, a parameter is out of
    range or has another shape, or the data are neither 2-D nor 3-D.

See Also
--------
astroapers.{cls}.apsum_{method} : The same for an object.

Examples
--------
>>> import numpy as np
>>> from astroapers.kernels import {name}
{setup}>>> apsum, npix = {name}(
...     np.ones((40, 44)), [20, 30], [18, 12], {arguments})
>>> apsum.round(3), npix.round(3)
({value}, {value})
""",
    "npix": """
{summary}

Parameters
----------
{positions}
{params}
shape : sequence of two int
    ``(ny, nx)`` of the image.
mask : array_like of bool or None, optional
    Pixels to exclude (True, non-zero or NaN), of that shape.
{validate}

Returns
-------
{result}
    Of the shape of ``{x}``. NaN where a position is NaN or infinite.

Raises
------
TypeError
    If numbers are not real.
ValueError
    If ``x`` and ``y`` or ``shape`` and ``mask`` do not fit each other, ``shape`` is not two
    positive numbers, or a parameter is out of range or has another shape.

See Also
--------
astroapers.{cls}.npix_{method} : The same for an object.

Examples
--------
>>> from astroapers.kernels import {name}
{setup}>>> {name}(
...     [20, 30], [18, 12], {arguments}, shape=(40, 44)).round(3)
{value}
""",
    "weights": """
{summary}

Parameters
----------
{positions}
{params}
{validate}

Returns
-------
weights : list of ndarray of float64
    One per position, of the shape of its bounding box, fresh and writable.
boxes : list of BoundingBox
    One per position.

Raises
------
TypeError
    If numbers are not real.
ValueError
    If ``x`` and ``y`` do not fit each other, a parameter is out of range or has another
    shape, or a position is NaN or infinite.
OverflowError, MemoryError
    If a bounding box does not exist or is too large.

See Also
--------
astroapers.{cls}.weights_{method} : The same for an object.

Examples
--------
>>> from astroapers.kernels import {name}
{setup}>>> weights, boxes = {name}(
...     20, 18, {arguments})
>>> print(f"{{weights[0].sum():.3f}}", boxes[0].shape)
{number} {box}
""",
    "bboxes": """
{summary}

Parameters
----------
{positions}
{params}
{validate}

Returns
-------
list of BoundingBox
    One per position.

Raises
------
TypeError
    If numbers are not real.
ValueError
    If ``x`` and ``y`` do not fit each other, a parameter is out of range or has another
    shape, or a position is NaN or infinite.
OverflowError
    If the integers of a box do not fit into 64 bits.

See Also
--------
astroapers.{cls}.bboxes : The same for an object.

Examples
--------
>>> from astroapers.kernels import {name}
{setup}>>> [box] = {name}(20, 18, {arguments})
>>> box.shape
{box}
""",
}

_POSITIONS = """\
x, y : float or array_like
    Positions in pixels, of one shape with any number of dimensions."""
_VALIDATE = """\
validate : bool, optional
    `False` trusts that ``x`` and ``y`` are 1-D float64 arrays of the same length."""
_PATH_PARAMS = """\
segments : sequence of tuple
    The contour about the position, as in `~astroapers.PathAp`. Or, encoded, the kinds of
    all segments, an array of int8 of shape ``(n,)``: 0 for a move, which begins the contour
    or, later, a hole, 1 for a line, 2 for an arc, and 3 for a close.
holes : sequence of such sequences, or None, optional
    Contours of holes; or, encoded, the numbers of all segments in the same order, an array
    of float64 of shape ``(n, 6)`` filled up with zeros."""


def describe(cls, what, method):
    """
    Compose the docstring of a function.

    Parameters
    ----------
    cls : type
        The class of its apertures.
    what : {"apsum", "npix", "weights", "bboxes"}
        What it returns.
    method : {"exact", "center"} or None
        `None` for ``"bboxes"``.

    Returns
    -------
    str

    Examples
    --------
    >>> from astroapers import CircAp
    >>> from astroapers._kernel_docs import describe
    >>> print(describe(CircAp, "npix", "center").strip().splitlines()[0])
    Count the unmasked pixels of an image whose centres are inside circles.
    """
    spec, is_path = cls._spec, cls._spec.name == "path"
    example = _example_of(cls)
    number = f"{example.npix(method):.3f}"
    return _DOCS[what].format(
        summary=_SUMMARIES[what, method].format(plural=spec.plural),
        positions=_POSITIONS,
        params=_PATH_PARAMS if is_path else _describe_params(spec, cls.__name__),
        validate=_VALIDATE,
        # A path alone gives a number for a single position.
        result="float64 or ndarray of float64" if is_path else "ndarray of float64",
        x="x" if is_path else "np.atleast_1d(x)",
        cls=cls.__name__,
        method=method,
        name="_".join(filter(None, (what, spec.name, method))),
        setup=f">>> triangle = {_TRIANGLE}\n" if is_path else "",
        arguments=example.arguments,
        value=f"array([{number}, {number}])",
        number=number,
        box=example.box,
    )


class _Example:
    """An aperture of a few pixels, and what functions say of it."""

    def __init__(self, cls):
        example = cls._spec.example
        if isinstance(example, dict):
            self.arguments = ", ".join(f"{name}={value}" for name, value in example.items())
            aperture = cls((20.0, 18.0), **example)
        else:
            self.arguments = example
            aperture = cls((20.0, 18.0), literal_eval(_TRIANGLE))
        frame = (40, 44)
        self._npix = {"exact": aperture.npix_exact(frame), "center": aperture.npix_center(frame)}
        self.box = aperture.bboxes()[0].shape

    def npix(self, method):
        """Effective area; `None` means the exact one."""
        return self._npix[method or "exact"]


_example_of = cache(_Example)


def _describe_params(spec, cls):
    """Describe the parameters of a shape; neighbours of one kind are taken together."""
    first_optional = len(spec.params) - len(spec.defaults)
    kinds = {name: (name in spec.angles, k >= first_optional) for k, name in enumerate(spec.params)}
    described = []
    for (is_angle, is_optional), names in groupby(spec.params, kinds.get):
        unit = "Angles in radians" if is_angle else "Sizes in pixels"
        described.append(
            f"{', '.join(names)} : float or array_like{', optional' * is_optional}\n"
            f"    {unit}, as in `~astroapers.{cls}`; shared, or one per position."
        )
    return "\n".join(described)
