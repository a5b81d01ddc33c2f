"""`CompoundAp`: two apertures combined to one."""

import numpy as np
from numpy import ndarray

from astroapers import _rust
from astroapers._shapes import COMPOUND
from astroapers.apertures.base import PixelAp
from astroapers.apertures.geometry import restore

__all__ = ["CompoundAp"]

_OPERATORS = ("&", "|", "^", "-")


class CompoundAp(PixelAp, spec=COMPOUND):
    """
    Two apertures combined to one: what is in both, in either, in one only.

    It is what the operators ``&``, ``|``, ``^`` and ``-`` make of two apertures, and it can be
    combined again.

    Parameters
    ----------
    first, second : PixelAp
        The operands: with the same positions; or one of them scalar, which stays where it is in
        the image, while the other has many positions. Of two scalar ones, the second stays
        where it is, and the position is that of the first.
    operator : {'&', '|', '^', '-'}
        ``&``: what is in both; ``|``: what is in one of them or in both; ``^``: what is in one of
        them and not in both; ``-``: what is in the first and not in the second.

    Raises
    ------
    TypeError
        If an operand is no aperture of this package.
    ValueError
        If the operator is another one, or the operands have several positions that differ.

    Notes
    -----
    Weights are those of the combined shape itself, exactly. They do not follow from the
    operands' weights: of a pixel that two shapes cover by half, both may cover the same half, or
    each its own.

    The bounding box is that of the first operand for ``-``; for ``&`` it is the box around what
    the tight boxes of the shapes have in common, and one pixel at the position if that is
    nothing; else it is around both shapes. So it may be larger than need be. Where nothing is
    left of the operands, weights and sums are 0.

    A pixel centre is inside if the operator says so of whether it is inside of the operands.

    Examples
    --------
    >>> from astroapers import CircAp, RectAp
    >>> half = CircAp((20, 18), 4) - RectAp((16, 18), 8, 10)
    >>> half
    CompoundAp(CircAp((20.0, 18.0), r=4.0), RectAp((16.0, 18.0), w=8.0, h=10.0, theta=0.0), '-')
    >>> print(f"{half.area:.6f}")
    25.132741

    An artefact cut out of many apertures:

    >>> stars = CircAp([(10, 10), (20.5, 12)], r=3) - RectAp((11, 10), 2, 40)
    >>> stars.area.round(3)
    array([17.235, 28.274])
    """

    __slots__ = ("_first", "_operator", "_second")

    def __init__(self, first, second, operator):
        for name, operand in (("first", first), ("second", second)):
            if not isinstance(operand, PixelAp):
                raise TypeError(f"{name} must be an aperture of astroapers, got {operand!r:.200}")
        if not isinstance(operator, str) or operator not in _OPERATORS:
            known = ", ".join(map(repr, _OPERATORS))
            raise ValueError(f"operator must be one of {known}, got {operator!r:.200}")
        leading = second if first._isscalar and not second._isscalar else first
        if not (first._isscalar or second._isscalar):
            _check_same(first._positions, second._positions)
        self._fill(leading._positions, leading._isscalar, first, second, str(operator))

    def _fill(self, positions, isscalar, first, second, operator):
        self._positions, self._isscalar = positions, isscalar
        self._first, self._second, self._operator = first, second, operator

    def __getattr__(self, name):
        # The engine's shape is made when it is first needed.
        if name == "_values":
            self._values = (_rust.Compound(*self._parts()),)
            return self._values
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    @property
    def first(self):
        """
        The first operand.

        Examples
        --------
        >>> from astroapers import CircAp
        >>> (CircAp((3, 4), 2) | CircAp((5, 4), 2)).first
        CircAp((3.0, 4.0), r=2.0)
        """
        return self._first

    @property
    def second(self):
        """
        The second operand.

        Examples
        --------
        >>> from astroapers import CircAp
        >>> (CircAp((3, 4), 2) | CircAp((5, 4), 2)).second
        CircAp((5.0, 4.0), r=2.0)
        """
        return self._second

    @property
    def operator(self):
        """
        How they are combined: ``'&'``, ``'|'``, ``'^'`` or ``'-'``.

        Examples
        --------
        >>> from astroapers import CircAp
        >>> (CircAp((3, 4), 2) | CircAp((5, 4), 2)).operator
        '|'
        """
        return self._operator

    @property
    def area(self):
        """
        Area of what is left of the operands, in square pixels, whatever the image and mask.

        A float, or an ndarray of float64 of shape ``(N,)`` if any parameter has one value per
        position, or one of the operands stays where it is while the other has many positions.

        Examples
        --------
        >>> from astroapers import RectAp
        >>> (RectAp([(3, 4), (4, 4)], 2, 5) & RectAp((3, 4), 2, 2)).area
        array([4., 2.])
        """
        areas = self._areas()
        return areas if self._varies() else float(areas[0])

    def _areas(self):
        if self._varies():
            positions = self._positions
            return _rust.area(self._shape, self._values, len(positions), positions=positions)
        # Where there is but one shape, any of its positions will do, or none.
        positions = self._positions[:1].copy() if len(self._positions) else None
        return _rust.area(self._shape, self._values, 1, positions=positions)

    def _varies(self):
        """Whether the shape may differ from position to position."""
        if self._isscalar:
            return False
        return any(
            place is not None or any(type(value) is ndarray for value in values)
            for _, values, place in self._parts()[0]
        )

    def _nodes(self):
        """All apertures that this one is made of, both operands of a compound before it."""
        nodes, waiting = [], [self]
        while waiting:
            node = waiting.pop()
            nodes.append(node)
            if isinstance(node, CompoundAp):
                waiting += (node._first, node._second)
        return nodes[::-1]

    def _parts(self):
        """The shapes, as ``(shape, parameters, place or None)``, and how they are combined."""
        parts, rule = [], []
        # With the place where each of them stays, if it does.
        waiting = [(self, None)]
        while waiting:
            node, place = waiting.pop()
            if isinstance(node, CompoundAp):
                rule.append(node._operator)
                waiting += (
                    (one, node._place_of(one, place)) for one in (node._first, node._second)
                )
            else:
                rule.append(".")
                parts.append((node._shape, node._values, place))
        return parts[::-1], "".join(rule[::-1])

    def _place_of(self, operand, place):
        """Where an operand stays, if its compound is at a place, or moves if that is None."""
        if not operand._isscalar:
            return None
        at, own = operand._positions, self._positions
        # As bytes, so that NaN is itself.
        if self._isscalar and (at is own or (at + 0.0).tobytes() == (own + 0.0).tobytes()):
            return place
        return tuple(at[0].tolist())

    def _rebuilt(self, change):
        """The same compound with ``change`` made to each array or aperture with many positions."""
        made = []
        for node in self._nodes():
            if not isinstance(node, CompoundAp):
                made.append(node if node._isscalar else change(node))
                continue
            first, second = made.pop(-2), made.pop()
            if node._isscalar:
                made.append(node)
                continue
            part = first if first is not node._first else second
            made.append(_made(type(node), part, first, second, node))
        return made[0]

    def _at(self, index):
        return self._rebuilt(lambda operand: operand._at(index))

    def __getitem__(self, index):
        self._check_vector("cannot be indexed")
        return self._rebuilt(lambda operand: operand[index])

    def _key(self):
        nodes = (
            (type(node), node._isscalar, (node._positions + 0.0).tobytes(), node._operator)
            if isinstance(node, CompoundAp)
            else (type(node), node._key())
            for node in self._nodes()
        )
        return tuple(nodes)

    def __reduce__(self):
        nodes = [
            (type(node), node._positions, node._isscalar, node._operator, node._state())
            if isinstance(node, CompoundAp)
            else node
            for node in self._nodes()
        ]
        return _restore_compound, (nodes,)

    def __repr__(self):
        texts = []
        for node in self._nodes():
            if isinstance(node, CompoundAp):
                first, second = texts.pop(-2), texts.pop()
                texts.append(f"{type(node).__name__}({first}, {second}, {node._operator!r})")
            else:
                texts.append(repr(node))
        return texts[0]


PixelAp._compound = CompoundAp


def _check_same(first, second):
    """Refuse different positions of operands that both have many."""
    if len(first) != len(second):
        raise ValueError(
            "the operands must have the same positions, or one of them a single (x, y), "
            f"got {len(first)} and {len(second)} positions"
        )
    same = (first == second) | (np.isnan(first) & np.isnan(second))
    if not same.all():
        k = int(np.argmin(same.all(axis=1)))
        raise ValueError(
            "the operands must have the same positions, or one of them a single (x, y), "
            f"got {tuple(first[k].tolist())} and {tuple(second[k].tolist())} as position {k}"
        )


def _made(cls, like, first, second, node):
    """A compound with the positions of ``like``, and all else of ``node``."""
    made = object.__new__(cls)
    made._fill(like._positions, like._isscalar, first, second, node._operator)
    if added := getattr(node, "__dict__", None):
        made.__dict__.update(added)
    return made


def _restore_compound(nodes):
    """Make a compound again from what `CompoundAp.__reduce__` returns."""
    made = []
    for node in nodes:
        if not isinstance(node, tuple):
            made.append(node)
            continue
        cls, positions, isscalar, operator, added = node
        first, second = made.pop(-2), made.pop()
        compound = restore(cls, positions, isscalar, None)
        compound._fill(compound._positions, isscalar, first, second, operator)
        if added:
            compound.__dict__.update(added)
        made.append(compound)
    return made[0]
