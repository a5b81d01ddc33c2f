"""`Geometry`: what an aperture is: positions, a shape, and how it behaves as an object."""

import operator

import numpy as np
from numpy import ndarray

from astroapers import _rust
from astroapers._arguments import as_parameters, as_positions, frozen

__all__ = ["Geometry", "abbreviated", "restore"]

_REPR_MOST = 6  # positions or values shown in full
_REPR_ENDS = 2  # shown at either end of longer ones


class Geometry:
    """
    Positions and shape parameters, immutable; the base of `PixelAp`.

    Holds one position (scalar) or N positions (vector), and the parameters of a shape,
    shared by all positions or given for each of them.

    Examples
    --------
    >>> from astroapers import CircAp
    >>> CircAp([(10, 10), (20.5, 12)], r=[3, 4])[1]
    CircAp((20.5, 12.0), r=4.0)
    """

    # Not `_params`: photutils takes whatever has that for one of its apertures.
    # `_values` are the parameters as the engine takes them: what is an array has one value per
    # position, all else is shared.
    __slots__ = ("__weakref__", "_isscalar", "_positions", "_values")

    # Slots of a class that every copy and part of an aperture shares with it.
    _shared = ()

    def __init_subclass__(cls, spec=None, **kwargs):
        super().__init_subclass__(**kwargs)
        if spec is None:  # a user's subclass of one of the classes
            return
        cls._spec = spec
        cls._shape = spec.name
        for index, name in enumerate(spec.params):
            if name not in cls.__dict__:
                setattr(cls, name, _parameter(index, name, name in spec.angles))

    def __init__(self, *args, **kwargs):
        raise TypeError(f"{type(self).__name__} is a base class: use CircAp, EllipAp, ...")

    def _setup(self, positions, params, validate):
        """Fill the slots; the constructors of the subclasses end here."""
        self._positions, self._isscalar = as_positions(positions, validate)
        for value in params:
            if type(value) is not float:
                n = None if self._isscalar else len(self._positions)
                params = as_parameters(self._spec, params, n)
                break
        self._values = params
        if validate:
            self._check()

    def _check(self):
        """Apply the engine's rules for the shape."""
        for value in self._values:
            if type(value) is not float:
                self._areas()
                return
        _rust.check(self._shape, self._values)

    def _areas(self):
        """Areas as an array: one, or one per position if any parameter is an array."""
        for value in self._values:
            if type(value) is ndarray:
                return _rust.area(self._shape, self._values, len(self._positions))
        return _rust.area(self._shape, self._values, 1)

    @property
    def positions(self):
        """
        Positions, read-only ndarray of float64 of shape ``(N, 2)``; N = 1 for a scalar.

        Examples
        --------
        >>> from astroapers import CircAp
        >>> CircAp((3, 4), 1.5).positions
        array([[3., 4.]])
        """
        # A new array on the same bytes, so that nothing done to it in place reaches ours.
        return _again(self._positions)

    @property
    def isscalar(self):
        """
        Whether the aperture was made from a single ``(x, y)``.

        Examples
        --------
        >>> from astroapers import CircAp
        >>> CircAp((3, 4), 1.5).isscalar, CircAp([(3, 4)], 1.5).isscalar
        (True, False)
        """
        return self._isscalar

    @property
    def area(self):
        """
        Analytic area in square pixels, whatever the image and mask.

        A float, or an ndarray of float64 of shape ``(N,)`` if any parameter has one
        value per position.

        Examples
        --------
        >>> from astroapers import RectAp
        >>> RectAp((3, 4), 2, 5).area
        10.0
        """
        areas = self._areas()
        if any(type(value) is ndarray for value in self._values):
            return areas
        return float(areas[0])

    def _check_vector(self, what):
        if self._isscalar:
            raise TypeError(f"a scalar {type(self).__name__} {what}")

    def __len__(self):
        self._check_vector("has no len()")
        return len(self._positions)

    def __bool__(self):
        return len(self._positions) > 0

    def __getitem__(self, index):
        self._check_vector("cannot be indexed")
        if not isinstance(index, slice):
            try:
                return self._at(operator.index(index))
            except TypeError:
                index = _index_array(index)
        positions = frozen(self._positions[index])
        params = (frozen(p[index]) if type(p) is ndarray else p for p in self._values)
        return self._like_this(positions, False, tuple(params))

    def _like_this(self, positions, isscalar, values):
        """Make an aperture of this class, with what this one shares."""
        other = restore(type(self), positions, isscalar, values)
        for name in self._shared:
            setattr(other, name, getattr(self, name))
        if added := getattr(self, "__dict__", None):
            other.__dict__.update(added)
        return other

    def __iter__(self):
        self._check_vector("cannot be iterated")
        return map(self._at, range(len(self._positions)))

    def _at(self, index):
        """Return the scalar aperture at an integer index."""
        n = len(self._positions)
        if not -n <= index < n:
            raise IndexError(f"index {index} is out of range for {n} positions")
        position = frozen(self._positions[index : index + 1 or None])
        params = (float(p[index]) if type(p) is ndarray else p for p in self._values)
        return self._like_this(position, True, tuple(params))

    def _key(self):
        """Return what makes two apertures of one class equal; -0.0 counts as 0.0."""
        params = ((p + 0.0).tobytes() if type(p) is ndarray else p for p in self._values)
        return self._isscalar, (self._positions + 0.0).tobytes(), *params

    def __eq__(self, other):
        if type(other) is not type(self):
            return NotImplemented
        return self is other or self._key() == other._key()

    def __hash__(self):
        return hash((type(self), self._key()))

    def _state(self):
        """What pickle and copy put back: attributes of a user's subclass, and shared slots."""
        added = getattr(self, "__dict__", None) or None
        slots = {name: getattr(self, name) for name in self._shared}
        return (added, slots) if slots else added  # the pair is of the pickle protocol

    def __reduce__(self):
        return restore, (type(self), self._positions, self._isscalar, self._values), self._state()

    def __repr__(self):
        where = abbreviated(self._positions)
        if self._isscalar:
            where = where[1:-1]
        return f"{type(self).__name__}({', '.join([where, *self._described()])})"

    def _described(self):
        """Parameters for `repr`, each as ``name=value``."""
        pairs = zip(self._spec.params, self._values, strict=True)
        return [f"{name}={abbreviated(v) if type(v) is ndarray else v}" for name, v in pairs]


def _parameter(index, name, is_angle):
    """Read-only property of one shape parameter."""
    unit = "radians, counter-clockwise from +x" if is_angle else "pixels"
    doc = f"Parameter ``{name}`` ({unit}): float, or read-only ndarray with one value per position."

    def value(self):
        param = self._values[index]
        return _again(param) if type(param) is ndarray else param

    return property(value, doc=doc)


def restore(cls, positions, isscalar, params):
    """
    Make an aperture from checked parts, as unpickled or cut from another one.

    Parameters
    ----------
    cls : type
        Its class.
    positions : ndarray of float64, shape (N, 2)
        Frozen if need be, as are the parameters.
    isscalar : bool
        Whether it is a scalar aperture.
    params : tuple or None
        The parameters as the engine takes them; `None` leaves them to the class.

    Returns
    -------
    Geometry

    Examples
    --------
    >>> import numpy as np
    >>> from astroapers import CircAp
    >>> from astroapers.apertures.geometry import restore
    >>> restore(CircAp, np.array([[3.0, 4.0]]), True, (2.0,))
    CircAp((3.0, 4.0), r=2.0)
    """
    aperture = object.__new__(cls)
    aperture._positions = positions if _is_frozen(positions) else frozen(positions)
    aperture._isscalar = isscalar
    if params is not None:
        aperture._values = tuple(
            frozen(p) if type(p) is ndarray and not _is_frozen(p) else p for p in params
        )
    return aperture


def _again(array):
    """Another array on the memory of a frozen one."""
    return np.ndarray(array.shape, array.dtype, array.base)


def _is_frozen(array):
    """Whether the memory of a C-contiguous array is an immutable bytes object."""
    return type(array.base) is bytes


def _index_array(index):
    """Convert an index of positions to an array of integers or bools."""
    array = np.asarray(index)
    if array.shape == (0,):  # an empty list has no integer type by itself
        return array.astype(np.intp)
    if isinstance(index, tuple) or array.ndim != 1 or array.dtype.kind not in "iub":
        raise TypeError(
            "positions are indexed by an integer, a slice or a 1-D array of integers or bools, "
            f"got {index!r:.200}"
        )
    return array


def abbreviated(values):
    """
    Write a list as `repr` does; of a long one only some values at either end.

    Parameters
    ----------
    values : list, tuple or ndarray
        Rows of a 2-D array are written as tuples.

    Returns
    -------
    str

    Examples
    --------
    >>> from astroapers.apertures.geometry import abbreviated
    >>> abbreviated(range(100))
    '[0, 1, <96 more>, 98, 99]'
    """
    left_out = len(values) - 2 * _REPR_ENDS if len(values) > _REPR_MOST else 0
    shown = [values[:_REPR_ENDS], values[-_REPR_ENDS:]] if left_out else [values]
    text = []
    for part in shown:
        part = part.tolist() if type(part) is ndarray else part
        text += [repr(tuple(item) if type(item) is list else item) for item in part]
    if left_out:
        text.insert(_REPR_ENDS, f"<{left_out} more>")
    return f"[{', '.join(text)}]"
