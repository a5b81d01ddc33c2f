"""The same aperture through every layer of the API: object, functions, raw kernels."""

import numpy as np

from astroapers import _rust, kernels
from astroapers.tests.cases import PARAMS

# Name of a shape in the functional and raw layers, and its class.
CLASSES = {cls._spec.name: cls for cls in PARAMS}

# The raw functions take every parameter; `path` stands for its encoded contours.
RAW_PARAMS = {name: cls._spec.params for name, cls in CLASSES.items()} | {"path": ("kinds", "data")}

PILL = {"w": 6.0, "a": 4.0, "b": 2.0, "theta": 0.4}
PILL_ANN = {
    "w_in": 3.0, "a_in": 1.5, "b_in": 1.5, "w_out": 6.0, "a_out": 4.0, "b_out": 4.0,
    "theta_in": 0.3, "theta_out": 0.5,
}  # fmt: skip
WEDGE = {"r_in": 3.0, "r_out": 8.0, "theta_in": 0.0, "dtheta_in": 1.0, "theta_out": 0.4,
         "dtheta_out": 1.6}  # fmt: skip
PATH = {
    "segments": [("move", -4, -3), ("line", 5, -2), ("line", 3, 6), ("line", -1, 2), ("close",)],
    "holes": [[("move", 0.5, -1), ("line", 2, -1), ("line", 1.5, 1), ("close",)]],
}
# One typical set of parameters for every shape.
TYPICAL = {
    **{shape: PARAMS[cls] for shape, cls in CLASSES.items() if cls in PARAMS},
    "pill": PILL,
    "pill_ann": PILL_ANN,
    "wedge": WEDGE,
    "path": PATH,
}


def aperture(shape, positions, **params):
    """An aperture by the name of its shape; with typical parameters if none are given."""
    return CLASSES[shape](positions, **(params or TYPICAL[shape]))


def function(what, shape, method=None):
    """A function of `astroapers.kernels`, such as ``apsum_circ_exact`` or ``bboxes_circ``."""
    return getattr(kernels, "_".join(filter(None, (what, shape, method))))


def raw(what, shape, method=None, suffix=""):
    """A function of the compiled module."""
    return getattr(_rust, "_".join(filter(None, (what, shape, method))) + suffix)


def raw_params(shape, **params):
    """Parameters of a shape in the order of the raw functions, defaults filled in."""
    params = params or TYPICAL[shape]
    if shape == "path":
        return encoded(**params)
    full = {"theta": 0.0, "theta_in": 0.0, **params}
    for name in ("theta", "dtheta"):
        if full.get(f"{name}_out") is None:
            full[f"{name}_out"] = full.get(f"{name}_in")
    return tuple(full[name] for name in RAW_PARAMS[shape])


def encoded(segments, holes=None):
    """Contours of a path as the raw functions take them: kinds and numbers."""
    commands = [command for contour in (segments, *(holes or ())) for command in contour]
    codes = {"move": 0, "line": 1, "arc": 2, "close": 3}
    kinds = np.array([codes[kind] for kind, *_ in commands], dtype=np.int8)
    data = np.zeros((len(commands), 6))
    for row, (_, *numbers) in zip(data, commands, strict=True):
        row[: len(numbers)] = numbers
    return kinds, data
