"""
Write the types of the raw layer into astroapers/_rust.pyi, from the compiled module.

Run it after a change of src/python/raw_table.rs, with the package installed:
``python tools/make_raw_stubs.py``. With ``--check`` it only checks whether the file is up to date.
"""

import inspect
import sys
from pathlib import Path

from astroapers import _rust

STUBS = Path(__file__).parents[1] / "astroapers" / "_rust.pyi"
MARK = "# The raw layer; written by tools/make_raw_stubs.py.\n"
DTYPES = {"f32": "np.float32", "i32": "np.int32", "i16": "np.int16"}
ARRAYS = {"xs": "_Floats", "ys": "_Floats", "kinds": "NDArray[np.int8]", "path_data": "_Floats"}
INTEGERS = {"ny", "nx", "x_min", "y_min"}
RESULTS = {
    ("apsum", False, False): "tuple[list[float], list[float]]",
    ("apsum", False, True): "tuple[float, float]",
    ("apsum", True, False): "list[float]",
    ("apsum", True, True): "float",
    ("npix", False, False): "list[float]",
    ("bboxes", False, False): "tuple[list[int], list[int], list[int], list[int]]",
    ("weights", False, False): "tuple[list[_Floats], list[int], list[int], list[int], list[int]]",
    ("weights", False, True): "list[float]",
}


def stub(name):
    what, *parts = name.split("_")
    dtype = DTYPES.get(parts[-1], "np.float64")
    result = RESULTS[what, "sum" in parts, "one" in parts]

    def annotated(parameter):
        if parameter == "data":
            return f"data: NDArray[{dtype}]"
        return f"{parameter}: {ARRAYS.get(parameter, 'int' if parameter in INTEGERS else 'float')}"

    parameters = inspect.signature(getattr(_rust, name)).parameters
    line = f"def {name}({', '.join(map(annotated, parameters))}) -> {result}: ..."
    if len(line) <= 100:
        return line
    inner = "    " + ", ".join(map(annotated, parameters))
    if len(inner) <= 100:
        return f"def {name}(\n{inner}\n) -> {result}: ..."
    rows = "".join(f"    {annotated(parameter)},\n" for parameter in parameters)
    return f"def {name}(\n{rows}) -> {result}: ..."


def main():
    raw = ("apsum_", "npix_", "bboxes_", "weights_")
    names = [name for name in dir(_rust) if name.startswith(raw)]
    before = STUBS.read_text(encoding="utf-8")
    after = before.partition(MARK)[0] + MARK + "\n".join(map(stub, names)) + "\n"
    if "--check" in sys.argv[1:]:
        sys.exit(0 if after == before else f"{STUBS} is not up to date")
    STUBS.write_text(after, encoding="utf-8")


if __name__ == "__main__":
    main()
