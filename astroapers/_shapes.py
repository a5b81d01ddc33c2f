"""
The table of shapes: one row says all that the Python layers know about a shape.

A new shape is one row here, one class in `astroapers.apertures.shapes`, and its outline in the
engine. Functions, their docstrings, types and drawings follow.
"""

from dataclasses import dataclass

__all__ = [
    "CIRC",
    "CIRC_ANN",
    "COMPOUND",
    "ELLIP",
    "ELLIP_ANN",
    "PATH",
    "PILL",
    "PILL_ANN",
    "RECT",
    "RECT_ANN",
    "SHAPES",
    "WEDGE",
    "ShapeSpec",
]


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
        of the engine. Those of a path are no numbers; see `PATH`.
    angles : tuple of str, optional
        Those of ``params`` that are angles in radians; the others are lengths
        in pixels.
    defaults : tuple, optional
        Default values of the last parameters. `None` for a parameter of the outer
        edge means "same as its twin at the inner edge" (``theta_out`` follows
        ``theta_in``).
    area : str, optional
        The area as a formula, for documentation; of an annulus with its inner shape
        inside the outer one.
    plural : str, optional
        What several of them are called, for documentation.
    example : dict or str, optional
        Values of the required parameters that make a shape of a few pixels, for examples; or the
        arguments as Python code.

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
    plural: str = ""
    example: dict[str, float] | str = ""

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
        name, from_end = self.params[index], index - len(self.params)
        if -from_end > len(self.defaults) or self.defaults[from_end] is not None:
            return None
        return self.params.index(name.removesuffix("_out") + "_in") if "_out" in name else None


CIRC = ShapeSpec(
    "circ",
    ("r",),
    area="π r²",
    plural="circles",
    example={"r": 3},
)
ELLIP = ShapeSpec(
    "ellip",
    ("a", "b", "theta"),
    ("theta",),
    (0.0,),
    area="π a b",
    plural="ellipses",
    example={"a": 4, "b": 2},
)
RECT = ShapeSpec(
    "rect",
    ("w", "h", "theta"),
    ("theta",),
    (0.0,),
    area="w h",
    plural="rectangles",
    example={"w": 6, "h": 3},
)
CIRC_ANN = ShapeSpec(
    "circ_ann",
    ("r_in", "r_out"),
    area="π (r_out² - r_in²)",
    plural="circular annuli",
    example={"r_in": 2, "r_out": 3},
)
ELLIP_ANN = ShapeSpec(
    "ellip_ann",
    ("a_in", "b_in", "a_out", "b_out", "theta_in", "theta_out"),
    ("theta_in", "theta_out"),
    (0.0, None),
    area="π (a_out b_out - a_in b_in)",
    plural="elliptical annuli",
    example={"a_in": 2, "b_in": 1, "a_out": 4, "b_out": 2},
)
RECT_ANN = ShapeSpec(
    "rect_ann",
    ("w_in", "h_in", "w_out", "h_out", "theta_in", "theta_out"),
    ("theta_in", "theta_out"),
    (0.0, None),
    area="w_out h_out - w_in h_in",
    plural="rectangular annuli",
    example={"w_in": 3, "h_in": 1.5, "w_out": 6, "h_out": 3},
)
PILL = ShapeSpec(
    "pill",
    ("w", "a", "b", "theta"),
    ("theta",),
    (0.0,),
    area="2 w b + π a b",
    plural="pills",
    example={"w": 3, "a": 2, "b": 1.5},
)
PILL_ANN = ShapeSpec(
    "pill_ann",
    ("w_in", "a_in", "b_in", "w_out", "a_out", "b_out", "theta_in", "theta_out"),
    ("theta_in", "theta_out"),
    (0.0, None),
    area="2 w_out b_out + π a_out b_out - 2 w_in b_in - π a_in b_in",
    plural="pill-shaped annuli",
    example={"w_in": 1, "a_in": 1, "b_in": 1, "w_out": 3, "a_out": 2, "b_out": 1.5},
)
WEDGE = ShapeSpec(
    "wedge",
    ("r_in", "r_out", "theta_in", "dtheta_in", "theta_out", "dtheta_out"),
    ("theta_in", "dtheta_in", "theta_out", "dtheta_out"),
    (None, None),
    area="(r_out² dtheta_out - r_in² dtheta_in) / 2"
    " - r_in r_out cos(theta_out - theta_in) sin((dtheta_out - dtheta_in) / 2)",
    plural="wedges",
    example={"r_in": 2, "r_out": 6, "theta_in": 0.7, "dtheta_in": 1.5},
)
# The engine takes a single object instead of these two: see `astroapers._path.compile_path`.
PATH = ShapeSpec(
    "path",
    ("segments", "holes"),
    defaults=(None,),
    area="outer contour - union of the holes",
    plural="paths",
    example="triangle",
)

# Made of other apertures; the engine takes a single object. It has no functions of its own.
COMPOUND = ShapeSpec("compound", ("first", "second", "operator"), area="by the outline")

SHAPES = {
    spec.name: spec
    for spec in (
        CIRC, ELLIP, RECT, CIRC_ANN, ELLIP_ANN, RECT_ANN, PILL, PILL_ANN, WEDGE, PATH,
    )
}  # fmt: skip
