"""
Write the types that follow from the table of shapes.

These are the raw layer in ``astroapers/_rust.pyi``, and all of ``astroapers/kernels.pyi`` and
``astroapers/apertures/shapes.pyi``. Run it after a change of the table, with the package installed.
With ``--check`` it only tells whether they are up to date.
"""

import inspect
import sys
from pathlib import Path

from astroapers import _rust, kernels
from astroapers.apertures import shapes

PACKAGE = Path(__file__).parents[1] / "astroapers"
MARK = "# The raw layer; written by tools/make_stubs.py.\n"
WRITTEN = "# Written by tools/make_stubs.py.\n"
DTYPES = {"f32": "np.float32", "i32": "np.int32", "i16": "np.int16"}
ARRAYS = {"xs": "_Floats", "ys": "_Floats", "kinds": "NDArray[np.int8]", "path_data": "_Floats"}
INTEGERS = {"ny", "nx", "x_min", "y_min"}
RAW_RESULTS = {
    ("apsum", False, False): "tuple[list[float], list[float]]",
    ("apsum", False, True): "tuple[float, float]",
    ("apsum", True, False): "list[float]",
    ("apsum", True, True): "float",
    ("npix", False, False): "list[float]",
    ("bboxes", False, False): "tuple[list[int], list[int], list[int], list[int]]",
    ("weights", False, False): "tuple[list[_Floats], list[int], list[int], list[int], list[int]]",
    ("weights", False, True): "list[float]",
}
RESULTS = {
    "apsum": "Any", "npix": "Floats", "weights": "tuple[list[Floats], list[BoundingBox]]",
    "bboxes": "list[BoundingBox]",
}  # fmt: skip
ARGUMENTS = {
    "positions": "Positions", "data": "Image", "mask": "Mask", "shape": "Shape", "x": "Numbers",
    "y": "Numbers", "segments": "Any", "holes": "Any", "validate": "bool", "return_npix": "bool",
    "plot_samples": "int",
}  # fmt: skip


def definition(head, arguments, result, indent=""):
    """A function without a body, on as few lines as a formatter leaves it."""
    tail = f") -> {result}: ..."
    line = f"{indent}def {head}({', '.join(arguments)}{tail}"
    if len(line) <= 100:
        return line
    inner = f"{indent}    {', '.join(arguments)}"
    if len(inner) <= 100:
        return f"{indent}def {head}(\n{inner}\n{indent}{tail}"
    rows = "".join(f"{indent}    {argument},\n" for argument in arguments)
    return f"{indent}def {head}(\n{rows}{indent}{tail}"


def raw(name):
    """A function of the raw layer."""
    what, *parts = name.split("_")
    dtype = DTYPES.get(parts[-1], "np.float64")

    def annotated(parameter):
        if parameter == "data":
            return f"data: NDArray[{dtype}]"
        return f"{parameter}: {ARRAYS.get(parameter, 'int' if parameter in INTEGERS else 'float')}"

    parameters = inspect.signature(getattr(_rust, name)).parameters
    return definition(
        name, list(map(annotated, parameters)), RAW_RESULTS[what, "sum" in parts, "one" in parts]
    )


def typed(function, angles):
    """The arguments of a function that takes parameters of a shape."""
    arguments, starred = [], False
    for name, parameter in inspect.signature(function).parameters.items():
        if name == "self":
            arguments.append(name)
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and not starred:
            arguments.append("*")
            starred = True
        kind = ARGUMENTS.get(name, "Angle" if name in angles else "Size")
        if parameter.default is None and kind in ("Size", "Angle"):
            kind += " | None"
        given = "" if parameter.default is parameter.empty else f" = {parameter.default!r}"
        arguments.append(f"{name}: {kind}{given}")
    return arguments


def exported(module):
    """The list of the names that a module exports."""
    names = "".join(f'    "{name}",\n' for name in sorted(module.__all__))
    return f"__all__ = [\n{names}]\n"


def function_layer():
    """The stub of `astroapers.kernels`."""
    rows = [
        f"{WRITTEN}from typing import Any\n",
        "from astroapers._types import Angle, Floats, Image, Mask, Numbers, Shape, Size",
        "from astroapers.apertures.bbox import BoundingBox",
        "from astroapers.masks import farthest_mask_pixel as farthest_mask_pixel\n",
        exported(kernels),
    ]
    for cls in kernels.CLASSES:
        for name in kernels.__all__:
            what, _, rest = name.partition("_")
            if rest in (cls._spec.name, f"{cls._spec.name}_exact", f"{cls._spec.name}_center"):
                arguments = typed(getattr(kernels, name), cls._spec.angles)
                rows.append(definition(name, arguments, RESULTS[what]))
    return "\n".join(rows) + "\n"


def classes():
    """The stub of `astroapers.apertures.shapes`."""
    rows = [
        f"{WRITTEN}from typing import Any\n",
        "from astroapers._types import Angle, Positions, Size",
        "from astroapers.apertures.base import PixelAp, SampledOutline\n",
        exported(shapes),
    ]
    # In the order in which the module has them.
    in_order = [
        cls for cls in vars(shapes).values() if getattr(cls, "__module__", "") == shapes.__name__
    ]
    for cls in in_order:
        base = cls.__bases__[0].__name__
        rows.append(f"class {cls.__name__}({base}):")
        rows.append(definition("__init__", typed(cls.__init__, cls._spec.angles), "None", "    "))
        rows += [f"    @property\n    def {name}(self) -> Any: ..." for name in cls._spec.params]
        rows.append("")
    return "\n".join(rows)


def contents():
    """What each stub should hold."""
    names = [
        name for name in dir(_rust) if name.startswith(("apsum_", "npix_", "bboxes_", "weights_"))
    ]
    by_hand = (PACKAGE / "_rust.pyi").read_text(encoding="utf-8").partition("# The raw layer;")[0]
    return {
        PACKAGE / "_rust.pyi": by_hand + MARK + "\n".join(map(raw, names)) + "\n",
        PACKAGE / "kernels.pyi": function_layer(),
        PACKAGE / "apertures" / "shapes.pyi": classes(),
    }


def main():
    stale = []
    for path, text in contents().items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path.name)
            if "--check" not in sys.argv[1:]:
                path.write_text(text, encoding="utf-8")
    if "--check" in sys.argv[1:] and stale:
        sys.exit(f"not up to date: {', '.join(stale)}; run python tools/make_stubs.py")


if __name__ == "__main__":
    main()
