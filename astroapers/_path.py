"""
Paths: closed contours of lines and arcs, from the user's commands to the engine's encoding.

Here is only what concerns commands: their names, lengths and order, and that numbers are
numbers. The rules of geometry (closed arcs, no crossings, holes inside, ...) live in the engine.
"""

import math

import numpy as np

from astroapers import _rust
from astroapers._arguments import as_number

__all__ = ["as_contours", "compile_path", "encode", "encode_contours", "polyline"]

# Of each command, its code and the names of its numbers.
_COMMANDS = {
    "move": (0, ("x", "y")),
    "line": (1, ("x", "y")),
    "arc": (2, ("cx", "cy", "r", "theta0", "dtheta")),
    "close": (3, ()),
}
_ANGLES = frozenset(("theta0", "dtheta"))
_WIDTH = 6  # numbers of each encoded segment


def as_contours(segments, holes=None):
    """
    Check and copy the commands of a path.

    Parameters
    ----------
    segments : sequence of tuple
        The outer contour: ``("move", x, y)``, any number of ``("line", x, y)`` and
        ``("arc", cx, cy, r, theta0, dtheta)``, and ``("close",)``.
    holes : sequence of such sequences, or None, optional
        The contours of holes.

    Returns
    -------
    segments : tuple of tuple
        The outer contour, all numbers as float.
    holes : tuple of tuple of tuple
        The holes, likewise.

    Raises
    ------
    ValueError
        If a contour does not begin with its only move or does not end with its only
        close, a command is unknown or has another number of values, or a number is not
        finite; the message names contour and segment.
    TypeError
        If a value is no real number.

    Examples
    --------
    >>> from astroapers._path import as_contours
    >>> as_contours([("move", 0, 1), ("arc", 0, 0, 1, 1.5, 3), ["close"]])
    ((('move', 0.0, 1.0), ('arc', 0.0, 0.0, 1.0, 1.5, 3.0), ('close',)), ())
    """
    outer = _contour("the outer contour", segments)
    if holes is None:
        return outer, ()
    holes = _items("holes", "contours", holes)
    return outer, tuple(_contour(f"hole {k}", hole) for k, hole in enumerate(holes))


def encode(segments, holes=None):
    """
    Encode a path as two arrays.

    Parameters
    ----------
    segments, holes
        As in `as_contours`; or, already encoded, ``kinds`` and ``data``, which are
        only converted to the right types.

    Returns
    -------
    kinds : ndarray of int8, shape (n,)
        0 move, 1 line, 2 arc, 3 close; the first contour is the outer one, each
        further move begins a hole.
    data : ndarray of float64, shape (n, 6)
        The numbers of each segment, filled up with zeros.

    Raises
    ------
    ValueError, TypeError
        As in `as_contours`; also if encoded arrays do not fit each other.

    Examples
    --------
    >>> from astroapers._path import encode
    >>> kinds, data = encode([("move", 0, 0), ("line", 2, 0), ("line", 0, 1), ("close",)])
    >>> kinds, data.shape
    (array([0, 1, 1, 3], dtype=int8), (4, 6))
    """
    if isinstance(segments, np.ndarray) and segments.dtype.kind in "iu":
        return _as_encoded(segments, holes)
    return encode_contours(*as_contours(segments, holes))


def encode_contours(segments, holes):
    """
    Encode the commands of a path that have been checked.

    Parameters
    ----------
    segments, holes
        As `as_contours` returns them.

    Returns
    -------
    kinds, data
        As in `encode`.

    Examples
    --------
    >>> from astroapers._path import as_contours, encode_contours
    >>> contours = as_contours([("move", 0, 0), ("line", 2, 0), ("line", 0, 1), ("close",)])
    >>> encode_contours(*contours)[0].tolist()
    [0, 1, 1, 3]
    """
    flat = [segment for contour in (segments, *holes) for segment in contour]
    kinds = np.array([_COMMANDS[segment[0]][0] for segment in flat], dtype=np.int8)
    data = np.zeros((len(flat), _WIDTH))
    for row, (_, *numbers) in zip(data, flat, strict=True):
        row[: len(numbers)] = numbers
    return kinds, data


def compile_path(segments, holes):
    """
    Make the engine's path from commands that have been checked.

    Parameters
    ----------
    segments, holes
        As `as_contours` returns them.

    Returns
    -------
    _rust.Path
        The one parameter of the shape "path".

    Raises
    ------
    ValueError
        If the engine refuses the geometry; the message names the contour and the rule.

    Examples
    --------
    >>> from astroapers._path import as_contours, compile_path
    >>> contours = as_contours([("move", 0, 0), ("line", 2, 0), ("line", 0, 1), ("close",)])
    >>> type(compile_path(*contours)).__name__
    'Path'
    """
    return _rust.Path(*encode_contours(segments, holes))


def polyline(segments, samples):
    """
    Turn a contour into a polygon, for drawing.

    Parameters
    ----------
    segments : sequence of tuple
        The contour's commands, checked.
    samples : int
        Number of points on each arc, its ends included.

    Returns
    -------
    ndarray of float64, shape (n, 2)
        The polygon's vertices ``(x, y)``; the last one is joined to the first.

    Examples
    --------
    >>> from astroapers._path import polyline
    >>> half_disc = [("move", 1.0, 0.0), ("arc", 0.0, 0.0, 1.0, 0.0, 3.141592653589793), ("close",)]
    >>> polyline(half_disc, 3).round(6) + 0.0
    array([[ 1.,  0.],
           [ 0.,  1.],
           [-1.,  0.]])
    """
    points = []
    for command, *numbers in segments:
        if command == "arc":
            cx, cy, r, start, turn = numbers
            # The arc begins at the current point.
            angles = start + turn * np.linspace(0.0, 1.0, samples)[1:]
            points.append(np.column_stack((cx + r * np.cos(angles), cy + r * np.sin(angles))))
        elif command != "close":
            points.append(np.array([numbers]))
    return np.concatenate(points)


def _items(name, what, values):
    """The elements of a sequence given by a user."""
    if not isinstance(values, str):
        try:
            return tuple(values)
        except TypeError:
            pass
    raise ValueError(f"{name} must be a sequence of {what}, got {values!r:.200}")


def _contour(name, segments):
    """One contour, checked and copied."""
    segments = _items(name, "segments such as ('line', x, y)", segments)
    if not segments:
        raise ValueError(f"{name} is empty: it must begin with a move and end with a close")
    last = len(segments) - 1
    contour = tuple(_segment(name, k, segment) for k, segment in enumerate(segments))
    rules = (("move", 0, "begin"), ("close", last, "end"))
    for k, (command, *_) in enumerate(contour):
        for what, its_place, place in rules:
            if (command == what) != (k == its_place):
                raise ValueError(
                    f"{name} must {place} with its only {what}, got {command!r} as segment {k} "
                    f"of {len(contour)}"
                )
    return contour


def _segment(name, index, segment):
    """One command and its numbers."""
    where = f"segment {index} of {name}"
    command, *numbers = _items(where, "a command and its numbers", segment) or ("",)
    if not isinstance(command, str) or command not in _COMMANDS:
        known = ", ".join(map(repr, _COMMANDS))
        raise ValueError(f"{where} must begin with one of {known}, got {segment!r:.200}")
    names = _COMMANDS[command][1]
    if len(numbers) != len(names):
        rule = f"({', '.join([repr(str(command)), *names])})"
        raise ValueError(f"{where} must be {rule}, got {segment!r:.200}")
    floats = []
    for what, value in zip(names, numbers, strict=True):
        if type(value) is not float:
            value = as_number(f"{what} of {where}", value, what in _ANGLES)
        if not math.isfinite(value):
            raise ValueError(f"{what} of {where} must be finite, got {value}")
        floats.append(value)
    return (str(command), *floats)


def _as_encoded(kinds, data):
    """Encoded arrays as the engine takes them; it checks what they say."""
    data = np.asarray(data)
    if data.dtype.kind not in "buif":
        raise TypeError(f"data of an encoded path must be real numbers, got dtype {data.dtype}")
    if kinds.ndim != 1 or data.shape != (len(kinds), _WIDTH):
        raise ValueError(
            "an encoded path must be kinds of shape (n,) and data of shape (n, 6), "
            f"got the shapes {kinds.shape} and {data.shape}"
        )
    if kinds.size and not (kinds.min() >= 0 and kinds.max() <= 3):
        raise ValueError(f"kinds must be from 0 to 3, got {kinds.min()} to {kinds.max()}")
    return np.ascontiguousarray(kinds, dtype=np.int8), np.ascontiguousarray(data, np.float64)
