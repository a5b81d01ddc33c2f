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
from astroapers.apertures import PathAp, PixelAp, shapes
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


# Of each shape its class, in the order of the table.
CLASSES = sorted(
    (*(getattr(shapes, name) for name in shapes.__all__), _AnyPath),
    key=lambda cls: list(SHAPES).index(cls._spec.name),
)


def _apsum(cls, method):
    """The function that sums an image in apertures of a class."""
    measure = getattr(cls, f"apsum_{method}")

    def apsum(data, x, y, *args, mask=None, return_npix=True, validate=True, **named):
        aperture, shape = _aperture(apsum, cls, (x, y), args, named, validate)
        found = measure(aperture, data, mask, return_npix=return_npix)
        if len(shape) < 2:
            return found
        return tuple(_spread(one, shape) for one in found) if return_npix else _spread(found, shape)

    return _described(apsum, cls, method)


def _npix(cls, method):
    """The function that gives the effective areas of apertures of a class."""
    measure = getattr(cls, f"npix_{method}")

    def npix(x, y, *args, shape, mask=None, validate=True, **named):
        aperture, own_shape = _aperture(npix, cls, (x, y), args, named, validate)
        found = measure(aperture, shape, mask=mask)
        return found if len(own_shape) < 2 else _spread(found, own_shape)

    return _described(npix, cls, method)


def _weights(cls, method):
    """The function that gives the weights and boxes of apertures of a class."""
    weigh = getattr(cls, f"weights_{method}")

    def weights(x, y, *args, validate=True, **named):
        aperture, _ = _aperture(weights, cls, (x, y), args, named, validate)
        return weigh(aperture), aperture.bboxes()

    return _described(weights, cls, method)


def _bboxes(cls):
    """The function that gives the bounding boxes of apertures of a class."""

    def bboxes(x, y, *args, validate=True, **named):
        aperture, _ = _aperture(bboxes, cls, (x, y), args, named, validate)
        return aperture.bboxes()

    return _described(bboxes, cls, None)


def _described(function, cls, method):
    """Give a function the name, the signature and the docstring that its shape asks for."""
    spec, what = cls._spec, function.__name__
    function.__name__ = "_".join(filter(None, (what, spec.name, method)))
    function.__qualname__ = function.__name__
    function.__doc__ = describe(PathAp if spec is PATH else cls, what, method)
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


def _aperture(function, cls, xy, args, named, validate):
    """The aperture for the arguments of a function, and the shape of ``x``."""
    spec = cls._spec
    if named or len(args) != len(spec.params):
        args = _in_order(function, spec, args, named)
    positions, shape = _positions(*xy, validate)
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


# The functions of every shape. The stub beside this module, written by tools/make_stubs.py, has
# their types.
for _cls in CLASSES:
    for _make in (_apsum, _npix, _weights):
        for _method in ("exact", "center"):
            _function = _make(_cls, _method)
            globals()[_function.__name__] = _function
    _function = _bboxes(_cls)
    globals()[_function.__name__] = _function
