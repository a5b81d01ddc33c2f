"""Docstrings of the functions in `astroapers.kernels`, composed from the table of shapes."""

from itertools import groupby

__all__ = ["describe"]

# Of each shape: its plural, its class, arguments for an example and what comes out: the area,
# the number of pixels whose centres are inside, and the shape of the bounding box.
_SHAPES = {
    "circ": ("circles", "CircAp", "r=3", 28.274, 25, (7, 7)),
    "circ_ann": ("circular annuli", "CircAn", "r_in=2, r_out=3", 15.708, 16, (7, 7)),
    "ellip": ("ellipses", "EllipAp", "a=4, b=2", 25.133, 21, (5, 9)),
    "ellip_ann": (
        "elliptical annuli", "EllipAn", "a_in=2, b_in=1, a_out=4, b_out=2", 18.85, 18, (5, 9),
    ),
    "rect": ("rectangles", "RectAp", "w=6, h=3", 18.0, 15, (3, 7)),
    "rect_ann": (
        "rectangular annuli", "RectAn", "w_in=3, h_in=1.5, w_out=6, h_out=3", 13.5, 12, (3, 7),
    ),
    "pill": ("pills", "PillAp", "w=3, a=2, b=1.5", 18.425, 17, (3, 7)),
    "pill_ann": (
        "pill-shaped annuli", "PillAn",
        "w_in=1, a_in=1, b_in=1, w_out=3, a_out=2, b_out=1.5", 13.283, 14, (3, 7),
    ),
    "wedge": (
        "wedges", "WedgeAp", "r_in=2, r_out=6, theta_in=0.7, dtheta_in=1.5", 24.0, 25, (7, 7),
    ),
    "path": ("paths", "PathAp", "triangle", 12.0, 12, (7, 5)),
}  # fmt: skip
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


def describe(spec, what, method):
    """
    Compose the docstring of a function.

    Parameters
    ----------
    spec : ShapeSpec
        Its shape.
    what : {"apsum", "npix", "weights", "bboxes"}
        What it returns.
    method : {"exact", "center"} or None
        `None` for ``"bboxes"``.

    Returns
    -------
    str

    Examples
    --------
    >>> from astroapers._kernel_docs import describe
    >>> from astroapers._shapes import SHAPES
    >>> print(describe(SHAPES["circ"], "npix", "center").strip().splitlines()[0])
    Count the unmasked pixels of an image whose centres are inside circles.
    """
    plural, cls, arguments, area, count, box = _SHAPES[spec.name]
    is_path = spec.name == "path"
    number = f"{count if method == 'center' else area:.3f}"
    return _DOCS[what].format(
        summary=_SUMMARIES[what, method].format(plural=plural),
        positions=_POSITIONS,
        params=_PATH_PARAMS if is_path else _describe_params(spec, cls),
        validate=_VALIDATE,
        # A path alone gives a number for a single position.
        result="float64 or ndarray of float64" if is_path else "ndarray of float64",
        x="x" if is_path else "np.atleast_1d(x)",
        cls=cls,
        method=method,
        name="_".join(filter(None, (what, spec.name, method))),
        setup=f">>> triangle = {_TRIANGLE}\n" if is_path else "",
        arguments=arguments,
        value=f"array([{number}, {number}])",
        number=number,
        box=box,
    )


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
