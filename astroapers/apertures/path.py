"""`PathAp`: an aperture of any outline made of lines and arcs."""

from astroapers._arguments import as_positions
from astroapers._path import as_contours, compile_path
from astroapers._shapes import PATH
from astroapers.apertures.base import SampledOutline
from astroapers.apertures.geometry import abbreviated, restore

__all__ = ["PathAp"]


class PathAp(SampledOutline, spec=PATH):
    """
    Aperture bounded by a closed contour of lines and arcs, with holes if need be.

    Parameters
    ----------
    positions : array_like, shape (2,) or (N, 2)
        Where the origin ``(x, y)`` of the contours lies in the image, in pixels; one
        aperture, or N of the same shape.
    segments : sequence of tuple
        The contour, in pixels from the position: ``("move", x, y)`` first, then any
        number of ``("line", x, y)`` and ``("arc", cx, cy, r, theta0, dtheta)``, and
        ``("close",)`` last, which adds a straight edge where one is missing. An arc
        about ``(cx, cy)`` goes from the angle ``theta0`` to ``theta0 + dtheta``, in
        radians, and begins where the segment before it ends. The contour may run
        either way around.
    holes : sequence of such sequences, or None, optional
        Contours of holes, each inside the outer one. They may overlap each other.
    validate : bool, optional
        `False` puts off the checks of geometry to the first use.
    plot_samples : int, optional
        Number of points through which each arc is drawn; even, >= 4.

    Raises
    ------
    ValueError
        If a position or number is not finite; a contour does not begin with its only
        move or end with its only close; a command is unknown or has another number of
        values; a line has no length; an arc has ``r <= 0``, turns by 0, by ``2 π`` or
        more, or begins elsewhere; a contour crosses itself or has no area; a hole is
        not inside; or ``plot_samples`` is odd or too small.
    TypeError
        If a number is not real.

    Notes
    -----
    The area is that of the outer contour without the holes, each by Green's theorem:
    half the sum of ``x_1 y_2 - x_2 y_1`` over the edges, taking the chords of arcs, and
    of ``r² (dtheta - sin(dtheta)) / 2`` over the arcs. Where holes overlap it is taken
    away once.

    Pixel centres on the outer contour belong to the aperture, those on the contour of a
    hole do not.

    Examples
    --------
    >>> import math
    >>> from astroapers import PathAp
    >>> half_disc = PathAp((20, 18), [("move", 4, 0), ("arc", 0, 0, 4, 0, math.pi), ("close",)])
    >>> print(f"{half_disc.area:.6f}")
    25.132741
    """

    __slots__ = ("_holes", "_segments")

    _shared = ("_segments", "_holes", *SampledOutline._shared)

    def __init__(self, positions, segments, holes=None, *, validate=True, plot_samples=96):
        self._positions, self._isscalar = as_positions(positions, validate)
        self._segments, self._holes = as_contours(segments, holes)
        self._set_plot_samples(plot_samples, validate)
        if validate:
            self._areas()  # the engine's rules for paths

    def __getattr__(self, name):
        # The engine's path is made when it is first needed, which may be after unpickling.
        if name == "_values":
            self._values = (compile_path(self._segments, self._holes),)
            return self._values
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    @property
    def segments(self):
        """
        The outer contour, a new list of tuples with all numbers as float.

        Examples
        --------
        >>> from astroapers import PathAp
        >>> segments = [("move", 0, 0), ("line", 2, 0), ("line", 0, 1), ("close",)]
        >>> PathAp((20, 18), segments).segments[1]
        ('line', 2.0, 0.0)
        """
        return list(self._segments)

    @property
    def holes(self):
        """
        The contours of the holes, a new list of lists like `segments`; empty without holes.

        Examples
        --------
        >>> from astroapers import PathAp
        >>> segments = [("move", 0, 0), ("line", 2, 0), ("line", 0, 1), ("close",)]
        >>> PathAp((20, 18), segments).holes
        []
        """
        return [list(hole) for hole in self._holes]

    def _key(self):
        positions = (self._positions + 0.0).tobytes()
        return self._isscalar, positions, self._segments, self._holes

    def __reduce__(self):
        # Without the engine's path, which is made again.
        return restore, (type(self), self._positions, self._isscalar, None), self._state()

    def _described(self):
        text = [f"segments={abbreviated(self._segments)}"]
        if self._holes:
            text.append(f"holes=[{', '.join(map(abbreviated, self._holes))}]")
        return text
