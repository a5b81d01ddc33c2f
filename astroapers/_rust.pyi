"""Types of the compiled kernels; the classes of `astroapers` are built on them."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

__version__: str

_Floats: TypeAlias = NDArray[np.float64]
_Params: TypeAlias = tuple[float | _Floats, ...]

def measure(
    shape: str,
    positions: _Floats,
    params: _Params,
    data: NDArray[Any],
    *,
    error: NDArray[Any] | None = None,
    mask: NDArray[Any] | tuple[NDArray[Any], ...] | None = None,
    subpixels: int = 0,
    error_power: int = 2,
    snap: bool = True,
    outside: bool = False,
    origin: tuple[int, int] | None = None,
    frame: tuple[int, int] | None = None,
) -> tuple[_Floats, _Floats, _Floats | None, NDArray[np.uint8]]: ...
def npix(
    shape: str,
    positions: _Floats,
    params: _Params,
    frame: tuple[int, int],
    *,
    mask: NDArray[Any] | tuple[NDArray[Any], ...] | None = None,
    subpixels: int = 0,
    snap: bool = True,
) -> _Floats: ...
def bboxes(
    shape: str, positions: _Floats, params: _Params, *, snap: bool = True
) -> NDArray[np.int64]: ...
def weights(
    shape: str,
    positions: _Floats,
    params: _Params,
    *,
    subpixels: int = 0,
    snap: bool = True,
) -> tuple[list[_Floats], NDArray[np.int64]]: ...
def area(shape: str, params: _Params, n: int) -> _Floats: ...
def get_num_threads() -> int: ...
def set_num_threads(n: int) -> None: ...
def get_parallel_threshold() -> int: ...
def set_parallel_threshold(threshold: int) -> None: ...
