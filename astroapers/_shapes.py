"""
The table of shapes: one row says all that the Python layers know about a shape.

A new shape is one row here, one class in `astroapers.apertures.shapes`, and its
outline in the engine.
"""

from dataclasses import dataclass

__all__ = ["CIRC", "CIRC_ANN", "ELLIP", "ELLIP_ANN", "RECT", "RECT_ANN", "SHAPES", "ShapeSpec"]


@dataclass(frozen=True, slots=True)
class ShapeSpec:
    """
    What the Python layers need to know about one shape.

    Parameters
    ----------
    name : str
        The engine's name of the shape.
    params : tuple of str
        The parameters after the position, in the order of the constructor and
        of the engine.
    angles : tuple of str, optional
        Those of ``params`` that are angles in radians; the others are lengths
        in pixels.
    defaults : tuple, optional
        Default values of the last parameters. `None` means "same as the
        parameter of that name at the inner edge" (``theta_out`` follows
        ``theta_in``).
    area : str, optional
        The area as a formula, for documentation.

    Examples
    --------
    >>> from astroapers._shapes import SHAPES
    >>> SHAPES["ellip"].params
    ('a', 'b', 'theta')
    """

    name: str
    params: tuple[str, ...]
    angles: tuple[str, ...] = ()
    defaults: tuple[float | None, ...] = ()
    area: str = ""

    def follows(self, index):
        """
        Index of the parameter that parameter ``index`` copies when it is `None`.

        Parameters
        ----------
        index : int
            Index into ``params``.

        Returns
        -------
        int or None
            `None` if the parameter has no such default.

        Examples
        --------
        >>> from astroapers._shapes import SHAPES
        >>> SHAPES["ellip_ann"].follows(5), SHAPES["ellip_ann"].follows(4)
        (4, None)
        """
        from_end = index - len(self.params)
        if -from_end > len(self.defaults) or self.defaults[from_end] is not None:
            return None
        return self.params.index(self.params[index].removesuffix("_out") + "_in")


CIRC = ShapeSpec("circ", ("r",), area="π r²")
ELLIP = ShapeSpec("ellip", ("a", "b", "theta"), ("theta",), (0.0,), area="π a b")
RECT = ShapeSpec("rect", ("w", "h", "theta"), ("theta",), (0.0,), area="w h")
CIRC_ANN = ShapeSpec("circ_ann", ("r_in", "r_out"), area="π (r_out² - r_in²)")
ELLIP_ANN = ShapeSpec(
    "ellip_ann",
    ("a_in", "b_in", "a_out", "b_out", "theta_in", "theta_out"),
    ("theta_in", "theta_out"),
    (0.0, None),
    area="π (a_out b_out - a_in b_in)",
)
RECT_ANN = ShapeSpec(
    "rect_ann",
    ("w_in", "h_in", "w_out", "h_out", "theta_in", "theta_out"),
    ("theta_in", "theta_out"),
    (0.0, None),
    area="w_out h_out - w_in h_in",
)

SHAPES = {spec.name: spec for spec in (CIRC, ELLIP, RECT, CIRC_ANN, ELLIP_ANN, RECT_ANN)}
