"""
The functional layer: one function for each shape, method and result.

``apsum_S_M`` and ``npix_S_M`` measure, ``weights_S_M`` and ``bboxes_S`` give coverage and
boxes, where S is a shape (``astroapers._shapes.SHAPES``) and M is ``exact`` or ``center``. Each
is the method of an aperture, which is made from ``x`` and ``y`` and forgotten; only the shape
of its results is its own.

Examples
--------
>>> import numpy as np
>>> from astroapers import kernels
>>> kernels.npix_rect_exact([20, 0], [18, 18], w=4, h=2, shape=(40, 44))
array([8., 5.])
"""

import functools
from inspect import Parameter, Signature
from itertools import repeat

import numpy as np

from astroapers._arguments import as_coordinates, as_parameters, frozen, frozen_pair
from astroapers._kernel_docs import describe
from astroapers._path import encode
from astroapers._rust import Path
from astroapers._shapes import PATH, SHAPES
from astroapers.apertures import (
    CircAn,
    CircAp,
    EllipAn,
    EllipAp,
    PillAn,
    PillAp,
    PixelAp,
    RectAn,
    RectAp,
    WedgeAp,
)
from astroapers.apertures.geometry import restore
from astroapers.masks import farthest_mask_pixel

__all__ = ["farthest_mask_pixel"]
__all__ += [f"bboxes_{shape}" for shape in SHAPES]
__all__ += [
    f"{what}_{shape}_{method}"
    for what in ("apsum", "npix", "weights")
    for shape in SHAPES
    for method in ("exact", "center")
]

_PLAIN = frozenset({float, int, np.float64})


class _AnyPath(PixelAp, spec=PATH):
    """A path without its contours, which only the engine must know."""

    __slots__ = ()


def _apsum(cls, method):
    """The function that sums an image in apertures of a class."""
    measure = getattr(cls, f"apsum_{method}")

    def apsum(data, x, y, *args, mask=None, return_npix=True, validate=True, **named):
        aperture, shape = _aperture(apsum, cls, x, y, args, named, validate)
        found = measure(aperture, data, mask, return_npix=return_npix)
        if len(shape) < 2:
            return found
        return tuple(_spread(one, shape) for one in found) if return_npix else _spread(found, shape)

    return _described(apsum, cls, method)


def _npix(cls, method):
    """The function that gives the effective areas of apertures of a class."""
    measure = getattr(cls, f"npix_{method}")

    def npix(x, y, *args, shape, mask=None, validate=True, **named):
        aperture, own_shape = _aperture(npix, cls, x, y, args, named, validate)
        found = measure(aperture, shape, mask=mask)
        return found if len(own_shape) < 2 else _spread(found, own_shape)

    return _described(npix, cls, method)


def _weights(cls, method):
    """The function that gives the weights and boxes of apertures of a class."""
    weigh = getattr(cls, f"weights_{method}")

    def weights(x, y, *args, validate=True, **named):
        aperture, _ = _aperture(weights, cls, x, y, args, named, validate)
        return weigh(aperture), aperture.bboxes()

    return _described(weights, cls, method)


def _bboxes(cls):
    """The function that gives the bounding boxes of apertures of a class."""

    def bboxes(x, y, *args, validate=True, **named):
        aperture, _ = _aperture(bboxes, cls, x, y, args, named, validate)
        return aperture.bboxes()

    return _described(bboxes, cls, None)


def _described(function, cls, method):
    """Give a function the name, the signature and the docstring that its shape asks for."""
    spec, what = cls._spec, function.__name__
    function.__name__ = "_".join(filter(None, (what, spec.name, method)))
    function.__qualname__ = function.__name__
    function.__doc__ = describe(spec, what, method)
    function.__signature__ = _signature(function.__code__, function.__kwdefaults__, spec)
    return function


def _signature(code, kwdefaults, spec):
    """The signature of a function, with a shape's parameters in the place of ``*args``."""
    n_first, n_last = code.co_argcount, code.co_argcount + code.co_kwonlyargcount
    first, options = code.co_varnames[:n_first], code.co_varnames[n_first:n_last]
    required = spec.params[: len(spec.params) - len(spec.defaults)]
    optional = spec.params[len(required) :]
    either, only = Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY
    return Signature(
        [
            *(_parameter(name, either) for name in (*first, *required)),
            *map(_parameter, optional, repeat(either), spec.defaults),
            *(_parameter(name, only, kwdefaults.get(name, Parameter.empty)) for name in options),
        ]
    )


@functools.cache
def _parameter(name, kind, default=Parameter.empty):
    """One parameter; most belong to many functions."""
    return Parameter(name, kind, default=default)


def _aperture(function, cls, x, y, args, named, validate):
    """The aperture for the arguments of a function, and the shape of ``x``."""
    spec = cls._spec
    if named or len(args) != len(spec.params):
        args = _in_order(function, spec, args, named)
    positions, shape = _positions(x, y, validate)
    if spec is PATH:
        return restore(cls, positions, shape == (), (Path(*encode(*args)),)), shape
    for value in args:
        if type(value) is not float:
            if len(shape) > 1:
                args = [_flat(value, shape) for value in args]
            args = as_parameters(spec, args, len(positions) if shape else None)
            break
    # Never a scalar one: the results for a single number have the shape (1,).
    return restore(cls, positions, False, args), shape


def _in_order(function, spec, args, named):
    """
    A value for each parameter of a shape, of those given by position and by name.

    Python does this for functions with one list of parameters; these have one per shape.
    """
    values = list(args)
    for k in range(len(args), len(spec.params)):
        name, from_end = spec.params[k], k - len(spec.params)
        if name in named:
            values.append(named.pop(name))
        elif -from_end <= len(spec.defaults):
            values.append(spec.defaults[from_end])
        else:
            raise TypeError(f"{function.__name__}() misses the argument {name!r}")
    if named or len(args) > len(spec.params):
        wrong = f"the argument {next(iter(named))!r}" if named else f"{len(args)} of them"
        raise TypeError(
            f"{function.__name__}() takes {', '.join(spec.params)} after the positions, once each; "
            f"got {wrong}"
        )
    return values


def _positions(x, y, validate):
    """Positions as apertures hold them, and the shape of ``x``; NaN and inf are allowed."""
    if type(x) in _PLAIN and type(y) in _PLAIN and -1e300 < x < 1e300 and -1e300 < y < 1e300:
        return frozen_pair(x, y), ()
    if validate:
        x, y = _coordinates("x", x), _coordinates("y", y)
        if x.shape != y.shape:
            raise ValueError(f"x and y must have the same shape, got {x.shape} and {y.shape}")
    positions = np.empty((*np.shape(x), 2))
    positions[..., 0] = x
    positions[..., 1] = y
    return frozen(positions.reshape(-1, 2)), positions.shape[:-1]


def _coordinates(name, values):
    """One coordinate of all positions as float64, in the shape it was given."""
    if type(values) is np.ndarray and values.dtype == np.float64:
        return values
    return as_coordinates(name, values)


def _flat(value, shape):
    """A parameter with one value for each of n-dimensional positions, as a 1-D array."""
    return np.asanyarray(value).reshape(-1) if np.shape(value) == shape else value


def _spread(results, shape):
    """Results in the shape of the positions; the planes of a stack come first."""
    return results.reshape(*results.shape[:-1], *shape)


apsum_circ_exact = _apsum(CircAp, "exact")
apsum_circ_center = _apsum(CircAp, "center")
npix_circ_exact = _npix(CircAp, "exact")
npix_circ_center = _npix(CircAp, "center")
weights_circ_exact = _weights(CircAp, "exact")
weights_circ_center = _weights(CircAp, "center")
bboxes_circ = _bboxes(CircAp)

apsum_circ_ann_exact = _apsum(CircAn, "exact")
apsum_circ_ann_center = _apsum(CircAn, "center")
npix_circ_ann_exact = _npix(CircAn, "exact")
npix_circ_ann_center = _npix(CircAn, "center")
weights_circ_ann_exact = _weights(CircAn, "exact")
weights_circ_ann_center = _weights(CircAn, "center")
bboxes_circ_ann = _bboxes(CircAn)

apsum_ellip_exact = _apsum(EllipAp, "exact")
apsum_ellip_center = _apsum(EllipAp, "center")
npix_ellip_exact = _npix(EllipAp, "exact")
npix_ellip_center = _npix(EllipAp, "center")
weights_ellip_exact = _weights(EllipAp, "exact")
weights_ellip_center = _weights(EllipAp, "center")
bboxes_ellip = _bboxes(EllipAp)

apsum_ellip_ann_exact = _apsum(EllipAn, "exact")
apsum_ellip_ann_center = _apsum(EllipAn, "center")
npix_ellip_ann_exact = _npix(EllipAn, "exact")
npix_ellip_ann_center = _npix(EllipAn, "center")
weights_ellip_ann_exact = _weights(EllipAn, "exact")
weights_ellip_ann_center = _weights(EllipAn, "center")
bboxes_ellip_ann = _bboxes(EllipAn)

apsum_rect_exact = _apsum(RectAp, "exact")
apsum_rect_center = _apsum(RectAp, "center")
npix_rect_exact = _npix(RectAp, "exact")
npix_rect_center = _npix(RectAp, "center")
weights_rect_exact = _weights(RectAp, "exact")
weights_rect_center = _weights(RectAp, "center")
bboxes_rect = _bboxes(RectAp)

apsum_rect_ann_exact = _apsum(RectAn, "exact")
apsum_rect_ann_center = _apsum(RectAn, "center")
npix_rect_ann_exact = _npix(RectAn, "exact")
npix_rect_ann_center = _npix(RectAn, "center")
weights_rect_ann_exact = _weights(RectAn, "exact")
weights_rect_ann_center = _weights(RectAn, "center")
bboxes_rect_ann = _bboxes(RectAn)

apsum_pill_exact = _apsum(PillAp, "exact")
apsum_pill_center = _apsum(PillAp, "center")
npix_pill_exact = _npix(PillAp, "exact")
npix_pill_center = _npix(PillAp, "center")
weights_pill_exact = _weights(PillAp, "exact")
weights_pill_center = _weights(PillAp, "center")
bboxes_pill = _bboxes(PillAp)

apsum_pill_ann_exact = _apsum(PillAn, "exact")
apsum_pill_ann_center = _apsum(PillAn, "center")
npix_pill_ann_exact = _npix(PillAn, "exact")
npix_pill_ann_center = _npix(PillAn, "center")
weights_pill_ann_exact = _weights(PillAn, "exact")
weights_pill_ann_center = _weights(PillAn, "center")
bboxes_pill_ann = _bboxes(PillAn)

apsum_wedge_exact = _apsum(WedgeAp, "exact")
apsum_wedge_center = _apsum(WedgeAp, "center")
npix_wedge_exact = _npix(WedgeAp, "exact")
npix_wedge_center = _npix(WedgeAp, "center")
weights_wedge_exact = _weights(WedgeAp, "exact")
weights_wedge_center = _weights(WedgeAp, "center")
bboxes_wedge = _bboxes(WedgeAp)

apsum_path_exact = _apsum(_AnyPath, "exact")
apsum_path_center = _apsum(_AnyPath, "center")
npix_path_exact = _npix(_AnyPath, "exact")
npix_path_center = _npix(_AnyPath, "center")
weights_path_exact = _weights(_AnyPath, "exact")
weights_path_center = _weights(_AnyPath, "center")
bboxes_path = _bboxes(_AnyPath)
