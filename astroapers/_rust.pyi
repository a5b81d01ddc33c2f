"""Types of the compiled kernels; the classes of `astroapers` are built on them."""

from collections.abc import Sequence
from typing import Any, TypeAlias, final

import numpy as np
from numpy.typing import NDArray

from astroapers.measurement import Footprint, Images, Rules, Step

__version__: str

_Floats: TypeAlias = NDArray[np.float64]
_Params: TypeAlias = tuple[float | _Floats, ...] | tuple["Path"] | tuple["Compound"]
_Masks: TypeAlias = NDArray[Any] | tuple[NDArray[Any], ...] | None

@final
class Path:
    def __new__(
        cls,
        kinds: NDArray[np.int8],
        data: _Floats,
        *,
        closed: bool = True,
        evenodd: bool = False,
    ) -> Path: ...
    @staticmethod
    def polygon(
        x: _Floats, y: _Floats, *, closed: bool = True, evenodd: bool = False
    ) -> tuple[Path, tuple[float, float]]: ...

@final
class Compound:
    def __new__(
        cls,
        parts: Sequence[tuple[str, _Params, tuple[float, float] | None]],
        rule: str,
    ) -> Compound: ...

def measure(
    images: Images, steps: Sequence[Step], n_threads: int | None = None
) -> list[dict[str, NDArray[Any]]]: ...
def plane_sums(
    shape: str,
    positions: _Floats,
    params: _Params,
    data: NDArray[Any],
    masks: _Masks,
    subpixels: int,
) -> tuple[_Floats, _Floats]: ...
def measure_one(
    shape: str,
    positions: _Floats,
    params: _Params,
    data: NDArray[Any],
    masks: _Masks,
    subpixels: int,
) -> tuple[float, float]: ...
def values(
    footprint: Footprint,
    images: Images,
    *,
    weighted: bool = False,
    pix: bool = False,
    flat: bool = False,
) -> tuple[
    NDArray[Any] | list[NDArray[Any]],
    NDArray[np.intp],
    _Floats | list[_Floats] | None,
    _Floats | list[_Floats] | None,
]: ...
def cutouts(
    footprint: Footprint,
    images: Images,
    *,
    fill_value: float = ...,
    pix: bool = False,
) -> tuple[list[_Floats], list[tuple[_Floats, _Floats]] | None]: ...
def survivors(
    footprint: Footprint, images: Images, rules: Rules
) -> tuple[
    NDArray[np.intp],
    NDArray[np.int64],
    NDArray[np.int64],
    _Floats,
    _Floats,
    _Floats | None,
]: ...
def bboxes(
    shape: str, positions: _Floats, params: _Params, *, snap: bool = True
) -> NDArray[np.int64]: ...
def weights(
    footprint: Footprint, window: tuple[int, int, int, int] | None = None
) -> tuple[list[_Floats], NDArray[np.int64]]: ...
def mask(
    shape: str,
    position: tuple[float, float],
    params: _Params,
    *,
    subpixels: int = 0,
    snap: bool = True,
) -> tuple[_Floats, tuple[int, int, int, int]]: ...
def check(shape: str, params: tuple[float, ...]) -> None: ...
def area(shape: str, params: _Params, n: int, *, positions: _Floats | None = None) -> _Floats: ...
def outlines(shape: str, positions: _Floats, params: _Params) -> list[list[_Floats]]: ...
def get_num_threads() -> int: ...
def set_num_threads(n: int) -> None: ...
def get_parallel_threshold() -> int: ...
def set_parallel_threshold(threshold: int) -> None: ...
def _farthest_mask_pixel(
    mask: NDArray[np.bool_], center: _Floats, return_pos: bool
) -> tuple[float, int, list[int]]: ...
def _selected_pixel_distances(
    selected: NDArray[np.bool_], x0: float, y0: float, x_min: int, y_min: int
) -> list[float]: ...

# The raw layer; written by tools/make_stubs.py.
def apsum_circ_ann_center(
    data: NDArray[np.float64], xs: _Floats, ys: _Floats, r_in: float, r_out: float
) -> tuple[list[float], list[float]]: ...
def apsum_circ_ann_center_f32(
    data: NDArray[np.float32], xs: _Floats, ys: _Floats, r_in: float, r_out: float
) -> tuple[list[float], list[float]]: ...
def apsum_circ_ann_center_i16(
    data: NDArray[np.int16], xs: _Floats, ys: _Floats, r_in: float, r_out: float
) -> tuple[list[float], list[float]]: ...
def apsum_circ_ann_center_i32(
    data: NDArray[np.int32], xs: _Floats, ys: _Floats, r_in: float, r_out: float
) -> tuple[list[float], list[float]]: ...
def apsum_circ_ann_center_one(
    data: NDArray[np.float64], x: float, y: float, r_in: float, r_out: float
) -> tuple[float, float]: ...
def apsum_circ_ann_center_one_f32(
    data: NDArray[np.float32], x: float, y: float, r_in: float, r_out: float
) -> tuple[float, float]: ...
def apsum_circ_ann_center_one_i16(
    data: NDArray[np.int16], x: float, y: float, r_in: float, r_out: float
) -> tuple[float, float]: ...
def apsum_circ_ann_center_one_i32(
    data: NDArray[np.int32], x: float, y: float, r_in: float, r_out: float
) -> tuple[float, float]: ...
def apsum_circ_ann_center_sum(
    data: NDArray[np.float64], xs: _Floats, ys: _Floats, r_in: float, r_out: float
) -> list[float]: ...
def apsum_circ_ann_center_sum_f32(
    data: NDArray[np.float32], xs: _Floats, ys: _Floats, r_in: float, r_out: float
) -> list[float]: ...
def apsum_circ_ann_center_sum_i16(
    data: NDArray[np.int16], xs: _Floats, ys: _Floats, r_in: float, r_out: float
) -> list[float]: ...
def apsum_circ_ann_center_sum_i32(
    data: NDArray[np.int32], xs: _Floats, ys: _Floats, r_in: float, r_out: float
) -> list[float]: ...
def apsum_circ_ann_center_sum_one(
    data: NDArray[np.float64], x: float, y: float, r_in: float, r_out: float
) -> float: ...
def apsum_circ_ann_center_sum_one_f32(
    data: NDArray[np.float32], x: float, y: float, r_in: float, r_out: float
) -> float: ...
def apsum_circ_ann_center_sum_one_i16(
    data: NDArray[np.int16], x: float, y: float, r_in: float, r_out: float
) -> float: ...
def apsum_circ_ann_center_sum_one_i32(
    data: NDArray[np.int32], x: float, y: float, r_in: float, r_out: float
) -> float: ...
def apsum_circ_ann_exact(
    data: NDArray[np.float64], xs: _Floats, ys: _Floats, r_in: float, r_out: float
) -> tuple[list[float], list[float]]: ...
def apsum_circ_ann_exact_f32(
    data: NDArray[np.float32], xs: _Floats, ys: _Floats, r_in: float, r_out: float
) -> tuple[list[float], list[float]]: ...
def apsum_circ_ann_exact_i16(
    data: NDArray[np.int16], xs: _Floats, ys: _Floats, r_in: float, r_out: float
) -> tuple[list[float], list[float]]: ...
def apsum_circ_ann_exact_i32(
    data: NDArray[np.int32], xs: _Floats, ys: _Floats, r_in: float, r_out: float
) -> tuple[list[float], list[float]]: ...
def apsum_circ_ann_exact_one(
    data: NDArray[np.float64], x: float, y: float, r_in: float, r_out: float
) -> tuple[float, float]: ...
def apsum_circ_ann_exact_one_f32(
    data: NDArray[np.float32], x: float, y: float, r_in: float, r_out: float
) -> tuple[float, float]: ...
def apsum_circ_ann_exact_one_i16(
    data: NDArray[np.int16], x: float, y: float, r_in: float, r_out: float
) -> tuple[float, float]: ...
def apsum_circ_ann_exact_one_i32(
    data: NDArray[np.int32], x: float, y: float, r_in: float, r_out: float
) -> tuple[float, float]: ...
def apsum_circ_ann_exact_sum(
    data: NDArray[np.float64], xs: _Floats, ys: _Floats, r_in: float, r_out: float
) -> list[float]: ...
def apsum_circ_ann_exact_sum_f32(
    data: NDArray[np.float32], xs: _Floats, ys: _Floats, r_in: float, r_out: float
) -> list[float]: ...
def apsum_circ_ann_exact_sum_i16(
    data: NDArray[np.int16], xs: _Floats, ys: _Floats, r_in: float, r_out: float
) -> list[float]: ...
def apsum_circ_ann_exact_sum_i32(
    data: NDArray[np.int32], xs: _Floats, ys: _Floats, r_in: float, r_out: float
) -> list[float]: ...
def apsum_circ_ann_exact_sum_one(
    data: NDArray[np.float64], x: float, y: float, r_in: float, r_out: float
) -> float: ...
def apsum_circ_ann_exact_sum_one_f32(
    data: NDArray[np.float32], x: float, y: float, r_in: float, r_out: float
) -> float: ...
def apsum_circ_ann_exact_sum_one_i16(
    data: NDArray[np.int16], x: float, y: float, r_in: float, r_out: float
) -> float: ...
def apsum_circ_ann_exact_sum_one_i32(
    data: NDArray[np.int32], x: float, y: float, r_in: float, r_out: float
) -> float: ...
def apsum_circ_center(
    data: NDArray[np.float64], xs: _Floats, ys: _Floats, r: float
) -> tuple[list[float], list[float]]: ...
def apsum_circ_center_f32(
    data: NDArray[np.float32], xs: _Floats, ys: _Floats, r: float
) -> tuple[list[float], list[float]]: ...
def apsum_circ_center_i16(
    data: NDArray[np.int16], xs: _Floats, ys: _Floats, r: float
) -> tuple[list[float], list[float]]: ...
def apsum_circ_center_i32(
    data: NDArray[np.int32], xs: _Floats, ys: _Floats, r: float
) -> tuple[list[float], list[float]]: ...
def apsum_circ_center_one(
    data: NDArray[np.float64], x: float, y: float, r: float
) -> tuple[float, float]: ...
def apsum_circ_center_one_f32(
    data: NDArray[np.float32], x: float, y: float, r: float
) -> tuple[float, float]: ...
def apsum_circ_center_one_i16(
    data: NDArray[np.int16], x: float, y: float, r: float
) -> tuple[float, float]: ...
def apsum_circ_center_one_i32(
    data: NDArray[np.int32], x: float, y: float, r: float
) -> tuple[float, float]: ...
def apsum_circ_center_sum(
    data: NDArray[np.float64], xs: _Floats, ys: _Floats, r: float
) -> list[float]: ...
def apsum_circ_center_sum_f32(
    data: NDArray[np.float32], xs: _Floats, ys: _Floats, r: float
) -> list[float]: ...
def apsum_circ_center_sum_i16(
    data: NDArray[np.int16], xs: _Floats, ys: _Floats, r: float
) -> list[float]: ...
def apsum_circ_center_sum_i32(
    data: NDArray[np.int32], xs: _Floats, ys: _Floats, r: float
) -> list[float]: ...
def apsum_circ_center_sum_one(data: NDArray[np.float64], x: float, y: float, r: float) -> float: ...
def apsum_circ_center_sum_one_f32(
    data: NDArray[np.float32], x: float, y: float, r: float
) -> float: ...
def apsum_circ_center_sum_one_i16(
    data: NDArray[np.int16], x: float, y: float, r: float
) -> float: ...
def apsum_circ_center_sum_one_i32(
    data: NDArray[np.int32], x: float, y: float, r: float
) -> float: ...
def apsum_circ_exact(
    data: NDArray[np.float64], xs: _Floats, ys: _Floats, r: float
) -> tuple[list[float], list[float]]: ...
def apsum_circ_exact_f32(
    data: NDArray[np.float32], xs: _Floats, ys: _Floats, r: float
) -> tuple[list[float], list[float]]: ...
def apsum_circ_exact_i16(
    data: NDArray[np.int16], xs: _Floats, ys: _Floats, r: float
) -> tuple[list[float], list[float]]: ...
def apsum_circ_exact_i32(
    data: NDArray[np.int32], xs: _Floats, ys: _Floats, r: float
) -> tuple[list[float], list[float]]: ...
def apsum_circ_exact_one(
    data: NDArray[np.float64], x: float, y: float, r: float
) -> tuple[float, float]: ...
def apsum_circ_exact_one_f32(
    data: NDArray[np.float32], x: float, y: float, r: float
) -> tuple[float, float]: ...
def apsum_circ_exact_one_i16(
    data: NDArray[np.int16], x: float, y: float, r: float
) -> tuple[float, float]: ...
def apsum_circ_exact_one_i32(
    data: NDArray[np.int32], x: float, y: float, r: float
) -> tuple[float, float]: ...
def apsum_circ_exact_sum(
    data: NDArray[np.float64], xs: _Floats, ys: _Floats, r: float
) -> list[float]: ...
def apsum_circ_exact_sum_f32(
    data: NDArray[np.float32], xs: _Floats, ys: _Floats, r: float
) -> list[float]: ...
def apsum_circ_exact_sum_i16(
    data: NDArray[np.int16], xs: _Floats, ys: _Floats, r: float
) -> list[float]: ...
def apsum_circ_exact_sum_i32(
    data: NDArray[np.int32], xs: _Floats, ys: _Floats, r: float
) -> list[float]: ...
def apsum_circ_exact_sum_one(data: NDArray[np.float64], x: float, y: float, r: float) -> float: ...
def apsum_circ_exact_sum_one_f32(
    data: NDArray[np.float32], x: float, y: float, r: float
) -> float: ...
def apsum_circ_exact_sum_one_i16(
    data: NDArray[np.int16], x: float, y: float, r: float
) -> float: ...
def apsum_circ_exact_sum_one_i32(
    data: NDArray[np.int32], x: float, y: float, r: float
) -> float: ...
def apsum_ellip_ann_center(
    data: NDArray[np.float64],
    xs: _Floats,
    ys: _Floats,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_ellip_ann_center_f32(
    data: NDArray[np.float32],
    xs: _Floats,
    ys: _Floats,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_ellip_ann_center_i16(
    data: NDArray[np.int16],
    xs: _Floats,
    ys: _Floats,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_ellip_ann_center_i32(
    data: NDArray[np.int32],
    xs: _Floats,
    ys: _Floats,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_ellip_ann_center_one(
    data: NDArray[np.float64],
    x: float,
    y: float,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[float, float]: ...
def apsum_ellip_ann_center_one_f32(
    data: NDArray[np.float32],
    x: float,
    y: float,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[float, float]: ...
def apsum_ellip_ann_center_one_i16(
    data: NDArray[np.int16],
    x: float,
    y: float,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[float, float]: ...
def apsum_ellip_ann_center_one_i32(
    data: NDArray[np.int32],
    x: float,
    y: float,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[float, float]: ...
def apsum_ellip_ann_center_sum(
    data: NDArray[np.float64],
    xs: _Floats,
    ys: _Floats,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> list[float]: ...
def apsum_ellip_ann_center_sum_f32(
    data: NDArray[np.float32],
    xs: _Floats,
    ys: _Floats,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> list[float]: ...
def apsum_ellip_ann_center_sum_i16(
    data: NDArray[np.int16],
    xs: _Floats,
    ys: _Floats,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> list[float]: ...
def apsum_ellip_ann_center_sum_i32(
    data: NDArray[np.int32],
    xs: _Floats,
    ys: _Floats,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> list[float]: ...
def apsum_ellip_ann_center_sum_one(
    data: NDArray[np.float64],
    x: float,
    y: float,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> float: ...
def apsum_ellip_ann_center_sum_one_f32(
    data: NDArray[np.float32],
    x: float,
    y: float,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> float: ...
def apsum_ellip_ann_center_sum_one_i16(
    data: NDArray[np.int16],
    x: float,
    y: float,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> float: ...
def apsum_ellip_ann_center_sum_one_i32(
    data: NDArray[np.int32],
    x: float,
    y: float,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> float: ...
def apsum_ellip_ann_exact(
    data: NDArray[np.float64],
    xs: _Floats,
    ys: _Floats,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_ellip_ann_exact_f32(
    data: NDArray[np.float32],
    xs: _Floats,
    ys: _Floats,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_ellip_ann_exact_i16(
    data: NDArray[np.int16],
    xs: _Floats,
    ys: _Floats,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_ellip_ann_exact_i32(
    data: NDArray[np.int32],
    xs: _Floats,
    ys: _Floats,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_ellip_ann_exact_one(
    data: NDArray[np.float64],
    x: float,
    y: float,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[float, float]: ...
def apsum_ellip_ann_exact_one_f32(
    data: NDArray[np.float32],
    x: float,
    y: float,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[float, float]: ...
def apsum_ellip_ann_exact_one_i16(
    data: NDArray[np.int16],
    x: float,
    y: float,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[float, float]: ...
def apsum_ellip_ann_exact_one_i32(
    data: NDArray[np.int32],
    x: float,
    y: float,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[float, float]: ...
def apsum_ellip_ann_exact_sum(
    data: NDArray[np.float64],
    xs: _Floats,
    ys: _Floats,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> list[float]: ...
def apsum_ellip_ann_exact_sum_f32(
    data: NDArray[np.float32],
    xs: _Floats,
    ys: _Floats,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> list[float]: ...
def apsum_ellip_ann_exact_sum_i16(
    data: NDArray[np.int16],
    xs: _Floats,
    ys: _Floats,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> list[float]: ...
def apsum_ellip_ann_exact_sum_i32(
    data: NDArray[np.int32],
    xs: _Floats,
    ys: _Floats,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> list[float]: ...
def apsum_ellip_ann_exact_sum_one(
    data: NDArray[np.float64],
    x: float,
    y: float,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> float: ...
def apsum_ellip_ann_exact_sum_one_f32(
    data: NDArray[np.float32],
    x: float,
    y: float,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> float: ...
def apsum_ellip_ann_exact_sum_one_i16(
    data: NDArray[np.int16],
    x: float,
    y: float,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> float: ...
def apsum_ellip_ann_exact_sum_one_i32(
    data: NDArray[np.int32],
    x: float,
    y: float,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> float: ...
def apsum_ellip_center(
    data: NDArray[np.float64], xs: _Floats, ys: _Floats, a: float, b: float, theta: float
) -> tuple[list[float], list[float]]: ...
def apsum_ellip_center_f32(
    data: NDArray[np.float32], xs: _Floats, ys: _Floats, a: float, b: float, theta: float
) -> tuple[list[float], list[float]]: ...
def apsum_ellip_center_i16(
    data: NDArray[np.int16], xs: _Floats, ys: _Floats, a: float, b: float, theta: float
) -> tuple[list[float], list[float]]: ...
def apsum_ellip_center_i32(
    data: NDArray[np.int32], xs: _Floats, ys: _Floats, a: float, b: float, theta: float
) -> tuple[list[float], list[float]]: ...
def apsum_ellip_center_one(
    data: NDArray[np.float64], x: float, y: float, a: float, b: float, theta: float
) -> tuple[float, float]: ...
def apsum_ellip_center_one_f32(
    data: NDArray[np.float32], x: float, y: float, a: float, b: float, theta: float
) -> tuple[float, float]: ...
def apsum_ellip_center_one_i16(
    data: NDArray[np.int16], x: float, y: float, a: float, b: float, theta: float
) -> tuple[float, float]: ...
def apsum_ellip_center_one_i32(
    data: NDArray[np.int32], x: float, y: float, a: float, b: float, theta: float
) -> tuple[float, float]: ...
def apsum_ellip_center_sum(
    data: NDArray[np.float64], xs: _Floats, ys: _Floats, a: float, b: float, theta: float
) -> list[float]: ...
def apsum_ellip_center_sum_f32(
    data: NDArray[np.float32], xs: _Floats, ys: _Floats, a: float, b: float, theta: float
) -> list[float]: ...
def apsum_ellip_center_sum_i16(
    data: NDArray[np.int16], xs: _Floats, ys: _Floats, a: float, b: float, theta: float
) -> list[float]: ...
def apsum_ellip_center_sum_i32(
    data: NDArray[np.int32], xs: _Floats, ys: _Floats, a: float, b: float, theta: float
) -> list[float]: ...
def apsum_ellip_center_sum_one(
    data: NDArray[np.float64], x: float, y: float, a: float, b: float, theta: float
) -> float: ...
def apsum_ellip_center_sum_one_f32(
    data: NDArray[np.float32], x: float, y: float, a: float, b: float, theta: float
) -> float: ...
def apsum_ellip_center_sum_one_i16(
    data: NDArray[np.int16], x: float, y: float, a: float, b: float, theta: float
) -> float: ...
def apsum_ellip_center_sum_one_i32(
    data: NDArray[np.int32], x: float, y: float, a: float, b: float, theta: float
) -> float: ...
def apsum_ellip_exact(
    data: NDArray[np.float64], xs: _Floats, ys: _Floats, a: float, b: float, theta: float
) -> tuple[list[float], list[float]]: ...
def apsum_ellip_exact_f32(
    data: NDArray[np.float32], xs: _Floats, ys: _Floats, a: float, b: float, theta: float
) -> tuple[list[float], list[float]]: ...
def apsum_ellip_exact_i16(
    data: NDArray[np.int16], xs: _Floats, ys: _Floats, a: float, b: float, theta: float
) -> tuple[list[float], list[float]]: ...
def apsum_ellip_exact_i32(
    data: NDArray[np.int32], xs: _Floats, ys: _Floats, a: float, b: float, theta: float
) -> tuple[list[float], list[float]]: ...
def apsum_ellip_exact_one(
    data: NDArray[np.float64], x: float, y: float, a: float, b: float, theta: float
) -> tuple[float, float]: ...
def apsum_ellip_exact_one_f32(
    data: NDArray[np.float32], x: float, y: float, a: float, b: float, theta: float
) -> tuple[float, float]: ...
def apsum_ellip_exact_one_i16(
    data: NDArray[np.int16], x: float, y: float, a: float, b: float, theta: float
) -> tuple[float, float]: ...
def apsum_ellip_exact_one_i32(
    data: NDArray[np.int32], x: float, y: float, a: float, b: float, theta: float
) -> tuple[float, float]: ...
def apsum_ellip_exact_sum(
    data: NDArray[np.float64], xs: _Floats, ys: _Floats, a: float, b: float, theta: float
) -> list[float]: ...
def apsum_ellip_exact_sum_f32(
    data: NDArray[np.float32], xs: _Floats, ys: _Floats, a: float, b: float, theta: float
) -> list[float]: ...
def apsum_ellip_exact_sum_i16(
    data: NDArray[np.int16], xs: _Floats, ys: _Floats, a: float, b: float, theta: float
) -> list[float]: ...
def apsum_ellip_exact_sum_i32(
    data: NDArray[np.int32], xs: _Floats, ys: _Floats, a: float, b: float, theta: float
) -> list[float]: ...
def apsum_ellip_exact_sum_one(
    data: NDArray[np.float64], x: float, y: float, a: float, b: float, theta: float
) -> float: ...
def apsum_ellip_exact_sum_one_f32(
    data: NDArray[np.float32], x: float, y: float, a: float, b: float, theta: float
) -> float: ...
def apsum_ellip_exact_sum_one_i16(
    data: NDArray[np.int16], x: float, y: float, a: float, b: float, theta: float
) -> float: ...
def apsum_ellip_exact_sum_one_i32(
    data: NDArray[np.int32], x: float, y: float, a: float, b: float, theta: float
) -> float: ...
def apsum_path_center(
    data: NDArray[np.float64], xs: _Floats, ys: _Floats, kinds: NDArray[np.int8], path_data: _Floats
) -> tuple[list[float], list[float]]: ...
def apsum_path_center_f32(
    data: NDArray[np.float32], xs: _Floats, ys: _Floats, kinds: NDArray[np.int8], path_data: _Floats
) -> tuple[list[float], list[float]]: ...
def apsum_path_center_i16(
    data: NDArray[np.int16], xs: _Floats, ys: _Floats, kinds: NDArray[np.int8], path_data: _Floats
) -> tuple[list[float], list[float]]: ...
def apsum_path_center_i32(
    data: NDArray[np.int32], xs: _Floats, ys: _Floats, kinds: NDArray[np.int8], path_data: _Floats
) -> tuple[list[float], list[float]]: ...
def apsum_path_center_one(
    data: NDArray[np.float64], x: float, y: float, kinds: NDArray[np.int8], path_data: _Floats
) -> tuple[float, float]: ...
def apsum_path_center_one_f32(
    data: NDArray[np.float32], x: float, y: float, kinds: NDArray[np.int8], path_data: _Floats
) -> tuple[float, float]: ...
def apsum_path_center_one_i16(
    data: NDArray[np.int16], x: float, y: float, kinds: NDArray[np.int8], path_data: _Floats
) -> tuple[float, float]: ...
def apsum_path_center_one_i32(
    data: NDArray[np.int32], x: float, y: float, kinds: NDArray[np.int8], path_data: _Floats
) -> tuple[float, float]: ...
def apsum_path_center_sum(
    data: NDArray[np.float64], xs: _Floats, ys: _Floats, kinds: NDArray[np.int8], path_data: _Floats
) -> list[float]: ...
def apsum_path_center_sum_f32(
    data: NDArray[np.float32], xs: _Floats, ys: _Floats, kinds: NDArray[np.int8], path_data: _Floats
) -> list[float]: ...
def apsum_path_center_sum_i16(
    data: NDArray[np.int16], xs: _Floats, ys: _Floats, kinds: NDArray[np.int8], path_data: _Floats
) -> list[float]: ...
def apsum_path_center_sum_i32(
    data: NDArray[np.int32], xs: _Floats, ys: _Floats, kinds: NDArray[np.int8], path_data: _Floats
) -> list[float]: ...
def apsum_path_center_sum_one(
    data: NDArray[np.float64], x: float, y: float, kinds: NDArray[np.int8], path_data: _Floats
) -> float: ...
def apsum_path_center_sum_one_f32(
    data: NDArray[np.float32], x: float, y: float, kinds: NDArray[np.int8], path_data: _Floats
) -> float: ...
def apsum_path_center_sum_one_i16(
    data: NDArray[np.int16], x: float, y: float, kinds: NDArray[np.int8], path_data: _Floats
) -> float: ...
def apsum_path_center_sum_one_i32(
    data: NDArray[np.int32], x: float, y: float, kinds: NDArray[np.int8], path_data: _Floats
) -> float: ...
def apsum_path_exact(
    data: NDArray[np.float64], xs: _Floats, ys: _Floats, kinds: NDArray[np.int8], path_data: _Floats
) -> tuple[list[float], list[float]]: ...
def apsum_path_exact_f32(
    data: NDArray[np.float32], xs: _Floats, ys: _Floats, kinds: NDArray[np.int8], path_data: _Floats
) -> tuple[list[float], list[float]]: ...
def apsum_path_exact_i16(
    data: NDArray[np.int16], xs: _Floats, ys: _Floats, kinds: NDArray[np.int8], path_data: _Floats
) -> tuple[list[float], list[float]]: ...
def apsum_path_exact_i32(
    data: NDArray[np.int32], xs: _Floats, ys: _Floats, kinds: NDArray[np.int8], path_data: _Floats
) -> tuple[list[float], list[float]]: ...
def apsum_path_exact_one(
    data: NDArray[np.float64], x: float, y: float, kinds: NDArray[np.int8], path_data: _Floats
) -> tuple[float, float]: ...
def apsum_path_exact_one_f32(
    data: NDArray[np.float32], x: float, y: float, kinds: NDArray[np.int8], path_data: _Floats
) -> tuple[float, float]: ...
def apsum_path_exact_one_i16(
    data: NDArray[np.int16], x: float, y: float, kinds: NDArray[np.int8], path_data: _Floats
) -> tuple[float, float]: ...
def apsum_path_exact_one_i32(
    data: NDArray[np.int32], x: float, y: float, kinds: NDArray[np.int8], path_data: _Floats
) -> tuple[float, float]: ...
def apsum_path_exact_sum(
    data: NDArray[np.float64], xs: _Floats, ys: _Floats, kinds: NDArray[np.int8], path_data: _Floats
) -> list[float]: ...
def apsum_path_exact_sum_f32(
    data: NDArray[np.float32], xs: _Floats, ys: _Floats, kinds: NDArray[np.int8], path_data: _Floats
) -> list[float]: ...
def apsum_path_exact_sum_i16(
    data: NDArray[np.int16], xs: _Floats, ys: _Floats, kinds: NDArray[np.int8], path_data: _Floats
) -> list[float]: ...
def apsum_path_exact_sum_i32(
    data: NDArray[np.int32], xs: _Floats, ys: _Floats, kinds: NDArray[np.int8], path_data: _Floats
) -> list[float]: ...
def apsum_path_exact_sum_one(
    data: NDArray[np.float64], x: float, y: float, kinds: NDArray[np.int8], path_data: _Floats
) -> float: ...
def apsum_path_exact_sum_one_f32(
    data: NDArray[np.float32], x: float, y: float, kinds: NDArray[np.int8], path_data: _Floats
) -> float: ...
def apsum_path_exact_sum_one_i16(
    data: NDArray[np.int16], x: float, y: float, kinds: NDArray[np.int8], path_data: _Floats
) -> float: ...
def apsum_path_exact_sum_one_i32(
    data: NDArray[np.int32], x: float, y: float, kinds: NDArray[np.int8], path_data: _Floats
) -> float: ...
def apsum_pill_ann_center(
    data: NDArray[np.float64],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_pill_ann_center_f32(
    data: NDArray[np.float32],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_pill_ann_center_i16(
    data: NDArray[np.int16],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_pill_ann_center_i32(
    data: NDArray[np.int32],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_pill_ann_center_one(
    data: NDArray[np.float64],
    x: float,
    y: float,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[float, float]: ...
def apsum_pill_ann_center_one_f32(
    data: NDArray[np.float32],
    x: float,
    y: float,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[float, float]: ...
def apsum_pill_ann_center_one_i16(
    data: NDArray[np.int16],
    x: float,
    y: float,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[float, float]: ...
def apsum_pill_ann_center_one_i32(
    data: NDArray[np.int32],
    x: float,
    y: float,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[float, float]: ...
def apsum_pill_ann_center_sum(
    data: NDArray[np.float64],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> list[float]: ...
def apsum_pill_ann_center_sum_f32(
    data: NDArray[np.float32],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> list[float]: ...
def apsum_pill_ann_center_sum_i16(
    data: NDArray[np.int16],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> list[float]: ...
def apsum_pill_ann_center_sum_i32(
    data: NDArray[np.int32],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> list[float]: ...
def apsum_pill_ann_center_sum_one(
    data: NDArray[np.float64],
    x: float,
    y: float,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> float: ...
def apsum_pill_ann_center_sum_one_f32(
    data: NDArray[np.float32],
    x: float,
    y: float,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> float: ...
def apsum_pill_ann_center_sum_one_i16(
    data: NDArray[np.int16],
    x: float,
    y: float,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> float: ...
def apsum_pill_ann_center_sum_one_i32(
    data: NDArray[np.int32],
    x: float,
    y: float,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> float: ...
def apsum_pill_ann_exact(
    data: NDArray[np.float64],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_pill_ann_exact_f32(
    data: NDArray[np.float32],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_pill_ann_exact_i16(
    data: NDArray[np.int16],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_pill_ann_exact_i32(
    data: NDArray[np.int32],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_pill_ann_exact_one(
    data: NDArray[np.float64],
    x: float,
    y: float,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[float, float]: ...
def apsum_pill_ann_exact_one_f32(
    data: NDArray[np.float32],
    x: float,
    y: float,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[float, float]: ...
def apsum_pill_ann_exact_one_i16(
    data: NDArray[np.int16],
    x: float,
    y: float,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[float, float]: ...
def apsum_pill_ann_exact_one_i32(
    data: NDArray[np.int32],
    x: float,
    y: float,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[float, float]: ...
def apsum_pill_ann_exact_sum(
    data: NDArray[np.float64],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> list[float]: ...
def apsum_pill_ann_exact_sum_f32(
    data: NDArray[np.float32],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> list[float]: ...
def apsum_pill_ann_exact_sum_i16(
    data: NDArray[np.int16],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> list[float]: ...
def apsum_pill_ann_exact_sum_i32(
    data: NDArray[np.int32],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> list[float]: ...
def apsum_pill_ann_exact_sum_one(
    data: NDArray[np.float64],
    x: float,
    y: float,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> float: ...
def apsum_pill_ann_exact_sum_one_f32(
    data: NDArray[np.float32],
    x: float,
    y: float,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> float: ...
def apsum_pill_ann_exact_sum_one_i16(
    data: NDArray[np.int16],
    x: float,
    y: float,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> float: ...
def apsum_pill_ann_exact_sum_one_i32(
    data: NDArray[np.int32],
    x: float,
    y: float,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> float: ...
def apsum_pill_center(
    data: NDArray[np.float64], xs: _Floats, ys: _Floats, w: float, a: float, b: float, theta: float
) -> tuple[list[float], list[float]]: ...
def apsum_pill_center_f32(
    data: NDArray[np.float32], xs: _Floats, ys: _Floats, w: float, a: float, b: float, theta: float
) -> tuple[list[float], list[float]]: ...
def apsum_pill_center_i16(
    data: NDArray[np.int16], xs: _Floats, ys: _Floats, w: float, a: float, b: float, theta: float
) -> tuple[list[float], list[float]]: ...
def apsum_pill_center_i32(
    data: NDArray[np.int32], xs: _Floats, ys: _Floats, w: float, a: float, b: float, theta: float
) -> tuple[list[float], list[float]]: ...
def apsum_pill_center_one(
    data: NDArray[np.float64], x: float, y: float, w: float, a: float, b: float, theta: float
) -> tuple[float, float]: ...
def apsum_pill_center_one_f32(
    data: NDArray[np.float32], x: float, y: float, w: float, a: float, b: float, theta: float
) -> tuple[float, float]: ...
def apsum_pill_center_one_i16(
    data: NDArray[np.int16], x: float, y: float, w: float, a: float, b: float, theta: float
) -> tuple[float, float]: ...
def apsum_pill_center_one_i32(
    data: NDArray[np.int32], x: float, y: float, w: float, a: float, b: float, theta: float
) -> tuple[float, float]: ...
def apsum_pill_center_sum(
    data: NDArray[np.float64], xs: _Floats, ys: _Floats, w: float, a: float, b: float, theta: float
) -> list[float]: ...
def apsum_pill_center_sum_f32(
    data: NDArray[np.float32], xs: _Floats, ys: _Floats, w: float, a: float, b: float, theta: float
) -> list[float]: ...
def apsum_pill_center_sum_i16(
    data: NDArray[np.int16], xs: _Floats, ys: _Floats, w: float, a: float, b: float, theta: float
) -> list[float]: ...
def apsum_pill_center_sum_i32(
    data: NDArray[np.int32], xs: _Floats, ys: _Floats, w: float, a: float, b: float, theta: float
) -> list[float]: ...
def apsum_pill_center_sum_one(
    data: NDArray[np.float64], x: float, y: float, w: float, a: float, b: float, theta: float
) -> float: ...
def apsum_pill_center_sum_one_f32(
    data: NDArray[np.float32], x: float, y: float, w: float, a: float, b: float, theta: float
) -> float: ...
def apsum_pill_center_sum_one_i16(
    data: NDArray[np.int16], x: float, y: float, w: float, a: float, b: float, theta: float
) -> float: ...
def apsum_pill_center_sum_one_i32(
    data: NDArray[np.int32], x: float, y: float, w: float, a: float, b: float, theta: float
) -> float: ...
def apsum_pill_exact(
    data: NDArray[np.float64], xs: _Floats, ys: _Floats, w: float, a: float, b: float, theta: float
) -> tuple[list[float], list[float]]: ...
def apsum_pill_exact_f32(
    data: NDArray[np.float32], xs: _Floats, ys: _Floats, w: float, a: float, b: float, theta: float
) -> tuple[list[float], list[float]]: ...
def apsum_pill_exact_i16(
    data: NDArray[np.int16], xs: _Floats, ys: _Floats, w: float, a: float, b: float, theta: float
) -> tuple[list[float], list[float]]: ...
def apsum_pill_exact_i32(
    data: NDArray[np.int32], xs: _Floats, ys: _Floats, w: float, a: float, b: float, theta: float
) -> tuple[list[float], list[float]]: ...
def apsum_pill_exact_one(
    data: NDArray[np.float64], x: float, y: float, w: float, a: float, b: float, theta: float
) -> tuple[float, float]: ...
def apsum_pill_exact_one_f32(
    data: NDArray[np.float32], x: float, y: float, w: float, a: float, b: float, theta: float
) -> tuple[float, float]: ...
def apsum_pill_exact_one_i16(
    data: NDArray[np.int16], x: float, y: float, w: float, a: float, b: float, theta: float
) -> tuple[float, float]: ...
def apsum_pill_exact_one_i32(
    data: NDArray[np.int32], x: float, y: float, w: float, a: float, b: float, theta: float
) -> tuple[float, float]: ...
def apsum_pill_exact_sum(
    data: NDArray[np.float64], xs: _Floats, ys: _Floats, w: float, a: float, b: float, theta: float
) -> list[float]: ...
def apsum_pill_exact_sum_f32(
    data: NDArray[np.float32], xs: _Floats, ys: _Floats, w: float, a: float, b: float, theta: float
) -> list[float]: ...
def apsum_pill_exact_sum_i16(
    data: NDArray[np.int16], xs: _Floats, ys: _Floats, w: float, a: float, b: float, theta: float
) -> list[float]: ...
def apsum_pill_exact_sum_i32(
    data: NDArray[np.int32], xs: _Floats, ys: _Floats, w: float, a: float, b: float, theta: float
) -> list[float]: ...
def apsum_pill_exact_sum_one(
    data: NDArray[np.float64], x: float, y: float, w: float, a: float, b: float, theta: float
) -> float: ...
def apsum_pill_exact_sum_one_f32(
    data: NDArray[np.float32], x: float, y: float, w: float, a: float, b: float, theta: float
) -> float: ...
def apsum_pill_exact_sum_one_i16(
    data: NDArray[np.int16], x: float, y: float, w: float, a: float, b: float, theta: float
) -> float: ...
def apsum_pill_exact_sum_one_i32(
    data: NDArray[np.int32], x: float, y: float, w: float, a: float, b: float, theta: float
) -> float: ...
def apsum_rect_ann_center(
    data: NDArray[np.float64],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_rect_ann_center_f32(
    data: NDArray[np.float32],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_rect_ann_center_i16(
    data: NDArray[np.int16],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_rect_ann_center_i32(
    data: NDArray[np.int32],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_rect_ann_center_one(
    data: NDArray[np.float64],
    x: float,
    y: float,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[float, float]: ...
def apsum_rect_ann_center_one_f32(
    data: NDArray[np.float32],
    x: float,
    y: float,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[float, float]: ...
def apsum_rect_ann_center_one_i16(
    data: NDArray[np.int16],
    x: float,
    y: float,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[float, float]: ...
def apsum_rect_ann_center_one_i32(
    data: NDArray[np.int32],
    x: float,
    y: float,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[float, float]: ...
def apsum_rect_ann_center_sum(
    data: NDArray[np.float64],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> list[float]: ...
def apsum_rect_ann_center_sum_f32(
    data: NDArray[np.float32],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> list[float]: ...
def apsum_rect_ann_center_sum_i16(
    data: NDArray[np.int16],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> list[float]: ...
def apsum_rect_ann_center_sum_i32(
    data: NDArray[np.int32],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> list[float]: ...
def apsum_rect_ann_center_sum_one(
    data: NDArray[np.float64],
    x: float,
    y: float,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> float: ...
def apsum_rect_ann_center_sum_one_f32(
    data: NDArray[np.float32],
    x: float,
    y: float,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> float: ...
def apsum_rect_ann_center_sum_one_i16(
    data: NDArray[np.int16],
    x: float,
    y: float,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> float: ...
def apsum_rect_ann_center_sum_one_i32(
    data: NDArray[np.int32],
    x: float,
    y: float,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> float: ...
def apsum_rect_ann_exact(
    data: NDArray[np.float64],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_rect_ann_exact_f32(
    data: NDArray[np.float32],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_rect_ann_exact_i16(
    data: NDArray[np.int16],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_rect_ann_exact_i32(
    data: NDArray[np.int32],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_rect_ann_exact_one(
    data: NDArray[np.float64],
    x: float,
    y: float,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[float, float]: ...
def apsum_rect_ann_exact_one_f32(
    data: NDArray[np.float32],
    x: float,
    y: float,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[float, float]: ...
def apsum_rect_ann_exact_one_i16(
    data: NDArray[np.int16],
    x: float,
    y: float,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[float, float]: ...
def apsum_rect_ann_exact_one_i32(
    data: NDArray[np.int32],
    x: float,
    y: float,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[float, float]: ...
def apsum_rect_ann_exact_sum(
    data: NDArray[np.float64],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> list[float]: ...
def apsum_rect_ann_exact_sum_f32(
    data: NDArray[np.float32],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> list[float]: ...
def apsum_rect_ann_exact_sum_i16(
    data: NDArray[np.int16],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> list[float]: ...
def apsum_rect_ann_exact_sum_i32(
    data: NDArray[np.int32],
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> list[float]: ...
def apsum_rect_ann_exact_sum_one(
    data: NDArray[np.float64],
    x: float,
    y: float,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> float: ...
def apsum_rect_ann_exact_sum_one_f32(
    data: NDArray[np.float32],
    x: float,
    y: float,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> float: ...
def apsum_rect_ann_exact_sum_one_i16(
    data: NDArray[np.int16],
    x: float,
    y: float,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> float: ...
def apsum_rect_ann_exact_sum_one_i32(
    data: NDArray[np.int32],
    x: float,
    y: float,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> float: ...
def apsum_rect_center(
    data: NDArray[np.float64], xs: _Floats, ys: _Floats, w: float, h: float, theta: float
) -> tuple[list[float], list[float]]: ...
def apsum_rect_center_f32(
    data: NDArray[np.float32], xs: _Floats, ys: _Floats, w: float, h: float, theta: float
) -> tuple[list[float], list[float]]: ...
def apsum_rect_center_i16(
    data: NDArray[np.int16], xs: _Floats, ys: _Floats, w: float, h: float, theta: float
) -> tuple[list[float], list[float]]: ...
def apsum_rect_center_i32(
    data: NDArray[np.int32], xs: _Floats, ys: _Floats, w: float, h: float, theta: float
) -> tuple[list[float], list[float]]: ...
def apsum_rect_center_one(
    data: NDArray[np.float64], x: float, y: float, w: float, h: float, theta: float
) -> tuple[float, float]: ...
def apsum_rect_center_one_f32(
    data: NDArray[np.float32], x: float, y: float, w: float, h: float, theta: float
) -> tuple[float, float]: ...
def apsum_rect_center_one_i16(
    data: NDArray[np.int16], x: float, y: float, w: float, h: float, theta: float
) -> tuple[float, float]: ...
def apsum_rect_center_one_i32(
    data: NDArray[np.int32], x: float, y: float, w: float, h: float, theta: float
) -> tuple[float, float]: ...
def apsum_rect_center_sum(
    data: NDArray[np.float64], xs: _Floats, ys: _Floats, w: float, h: float, theta: float
) -> list[float]: ...
def apsum_rect_center_sum_f32(
    data: NDArray[np.float32], xs: _Floats, ys: _Floats, w: float, h: float, theta: float
) -> list[float]: ...
def apsum_rect_center_sum_i16(
    data: NDArray[np.int16], xs: _Floats, ys: _Floats, w: float, h: float, theta: float
) -> list[float]: ...
def apsum_rect_center_sum_i32(
    data: NDArray[np.int32], xs: _Floats, ys: _Floats, w: float, h: float, theta: float
) -> list[float]: ...
def apsum_rect_center_sum_one(
    data: NDArray[np.float64], x: float, y: float, w: float, h: float, theta: float
) -> float: ...
def apsum_rect_center_sum_one_f32(
    data: NDArray[np.float32], x: float, y: float, w: float, h: float, theta: float
) -> float: ...
def apsum_rect_center_sum_one_i16(
    data: NDArray[np.int16], x: float, y: float, w: float, h: float, theta: float
) -> float: ...
def apsum_rect_center_sum_one_i32(
    data: NDArray[np.int32], x: float, y: float, w: float, h: float, theta: float
) -> float: ...
def apsum_rect_exact(
    data: NDArray[np.float64], xs: _Floats, ys: _Floats, w: float, h: float, theta: float
) -> tuple[list[float], list[float]]: ...
def apsum_rect_exact_f32(
    data: NDArray[np.float32], xs: _Floats, ys: _Floats, w: float, h: float, theta: float
) -> tuple[list[float], list[float]]: ...
def apsum_rect_exact_i16(
    data: NDArray[np.int16], xs: _Floats, ys: _Floats, w: float, h: float, theta: float
) -> tuple[list[float], list[float]]: ...
def apsum_rect_exact_i32(
    data: NDArray[np.int32], xs: _Floats, ys: _Floats, w: float, h: float, theta: float
) -> tuple[list[float], list[float]]: ...
def apsum_rect_exact_one(
    data: NDArray[np.float64], x: float, y: float, w: float, h: float, theta: float
) -> tuple[float, float]: ...
def apsum_rect_exact_one_f32(
    data: NDArray[np.float32], x: float, y: float, w: float, h: float, theta: float
) -> tuple[float, float]: ...
def apsum_rect_exact_one_i16(
    data: NDArray[np.int16], x: float, y: float, w: float, h: float, theta: float
) -> tuple[float, float]: ...
def apsum_rect_exact_one_i32(
    data: NDArray[np.int32], x: float, y: float, w: float, h: float, theta: float
) -> tuple[float, float]: ...
def apsum_rect_exact_sum(
    data: NDArray[np.float64], xs: _Floats, ys: _Floats, w: float, h: float, theta: float
) -> list[float]: ...
def apsum_rect_exact_sum_f32(
    data: NDArray[np.float32], xs: _Floats, ys: _Floats, w: float, h: float, theta: float
) -> list[float]: ...
def apsum_rect_exact_sum_i16(
    data: NDArray[np.int16], xs: _Floats, ys: _Floats, w: float, h: float, theta: float
) -> list[float]: ...
def apsum_rect_exact_sum_i32(
    data: NDArray[np.int32], xs: _Floats, ys: _Floats, w: float, h: float, theta: float
) -> list[float]: ...
def apsum_rect_exact_sum_one(
    data: NDArray[np.float64], x: float, y: float, w: float, h: float, theta: float
) -> float: ...
def apsum_rect_exact_sum_one_f32(
    data: NDArray[np.float32], x: float, y: float, w: float, h: float, theta: float
) -> float: ...
def apsum_rect_exact_sum_one_i16(
    data: NDArray[np.int16], x: float, y: float, w: float, h: float, theta: float
) -> float: ...
def apsum_rect_exact_sum_one_i32(
    data: NDArray[np.int32], x: float, y: float, w: float, h: float, theta: float
) -> float: ...
def apsum_wedge_center(
    data: NDArray[np.float64],
    xs: _Floats,
    ys: _Floats,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_wedge_center_f32(
    data: NDArray[np.float32],
    xs: _Floats,
    ys: _Floats,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_wedge_center_i16(
    data: NDArray[np.int16],
    xs: _Floats,
    ys: _Floats,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_wedge_center_i32(
    data: NDArray[np.int32],
    xs: _Floats,
    ys: _Floats,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_wedge_center_one(
    data: NDArray[np.float64],
    x: float,
    y: float,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> tuple[float, float]: ...
def apsum_wedge_center_one_f32(
    data: NDArray[np.float32],
    x: float,
    y: float,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> tuple[float, float]: ...
def apsum_wedge_center_one_i16(
    data: NDArray[np.int16],
    x: float,
    y: float,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> tuple[float, float]: ...
def apsum_wedge_center_one_i32(
    data: NDArray[np.int32],
    x: float,
    y: float,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> tuple[float, float]: ...
def apsum_wedge_center_sum(
    data: NDArray[np.float64],
    xs: _Floats,
    ys: _Floats,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> list[float]: ...
def apsum_wedge_center_sum_f32(
    data: NDArray[np.float32],
    xs: _Floats,
    ys: _Floats,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> list[float]: ...
def apsum_wedge_center_sum_i16(
    data: NDArray[np.int16],
    xs: _Floats,
    ys: _Floats,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> list[float]: ...
def apsum_wedge_center_sum_i32(
    data: NDArray[np.int32],
    xs: _Floats,
    ys: _Floats,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> list[float]: ...
def apsum_wedge_center_sum_one(
    data: NDArray[np.float64],
    x: float,
    y: float,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> float: ...
def apsum_wedge_center_sum_one_f32(
    data: NDArray[np.float32],
    x: float,
    y: float,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> float: ...
def apsum_wedge_center_sum_one_i16(
    data: NDArray[np.int16],
    x: float,
    y: float,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> float: ...
def apsum_wedge_center_sum_one_i32(
    data: NDArray[np.int32],
    x: float,
    y: float,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> float: ...
def apsum_wedge_exact(
    data: NDArray[np.float64],
    xs: _Floats,
    ys: _Floats,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_wedge_exact_f32(
    data: NDArray[np.float32],
    xs: _Floats,
    ys: _Floats,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_wedge_exact_i16(
    data: NDArray[np.int16],
    xs: _Floats,
    ys: _Floats,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_wedge_exact_i32(
    data: NDArray[np.int32],
    xs: _Floats,
    ys: _Floats,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> tuple[list[float], list[float]]: ...
def apsum_wedge_exact_one(
    data: NDArray[np.float64],
    x: float,
    y: float,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> tuple[float, float]: ...
def apsum_wedge_exact_one_f32(
    data: NDArray[np.float32],
    x: float,
    y: float,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> tuple[float, float]: ...
def apsum_wedge_exact_one_i16(
    data: NDArray[np.int16],
    x: float,
    y: float,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> tuple[float, float]: ...
def apsum_wedge_exact_one_i32(
    data: NDArray[np.int32],
    x: float,
    y: float,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> tuple[float, float]: ...
def apsum_wedge_exact_sum(
    data: NDArray[np.float64],
    xs: _Floats,
    ys: _Floats,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> list[float]: ...
def apsum_wedge_exact_sum_f32(
    data: NDArray[np.float32],
    xs: _Floats,
    ys: _Floats,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> list[float]: ...
def apsum_wedge_exact_sum_i16(
    data: NDArray[np.int16],
    xs: _Floats,
    ys: _Floats,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> list[float]: ...
def apsum_wedge_exact_sum_i32(
    data: NDArray[np.int32],
    xs: _Floats,
    ys: _Floats,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> list[float]: ...
def apsum_wedge_exact_sum_one(
    data: NDArray[np.float64],
    x: float,
    y: float,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> float: ...
def apsum_wedge_exact_sum_one_f32(
    data: NDArray[np.float32],
    x: float,
    y: float,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> float: ...
def apsum_wedge_exact_sum_one_i16(
    data: NDArray[np.int16],
    x: float,
    y: float,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> float: ...
def apsum_wedge_exact_sum_one_i32(
    data: NDArray[np.int32],
    x: float,
    y: float,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> float: ...
def bboxes_circ(
    xs: _Floats, ys: _Floats, r: float
) -> tuple[list[int], list[int], list[int], list[int]]: ...
def bboxes_circ_ann(
    xs: _Floats, ys: _Floats, r_in: float, r_out: float
) -> tuple[list[int], list[int], list[int], list[int]]: ...
def bboxes_ellip(
    xs: _Floats, ys: _Floats, a: float, b: float, theta: float
) -> tuple[list[int], list[int], list[int], list[int]]: ...
def bboxes_ellip_ann(
    xs: _Floats,
    ys: _Floats,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[int], list[int], list[int], list[int]]: ...
def bboxes_path(
    xs: _Floats, ys: _Floats, kinds: NDArray[np.int8], data: NDArray[np.float64]
) -> tuple[list[int], list[int], list[int], list[int]]: ...
def bboxes_pill(
    xs: _Floats, ys: _Floats, w: float, a: float, b: float, theta: float
) -> tuple[list[int], list[int], list[int], list[int]]: ...
def bboxes_pill_ann(
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[int], list[int], list[int], list[int]]: ...
def bboxes_rect(
    xs: _Floats, ys: _Floats, w: float, h: float, theta: float
) -> tuple[list[int], list[int], list[int], list[int]]: ...
def bboxes_rect_ann(
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[int], list[int], list[int], list[int]]: ...
def bboxes_wedge(
    xs: _Floats,
    ys: _Floats,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> tuple[list[int], list[int], list[int], list[int]]: ...
def npix_circ_ann_center(
    xs: _Floats, ys: _Floats, r_in: float, r_out: float, ny: int, nx: int
) -> list[float]: ...
def npix_circ_ann_exact(
    xs: _Floats, ys: _Floats, r_in: float, r_out: float, ny: int, nx: int
) -> list[float]: ...
def npix_circ_center(xs: _Floats, ys: _Floats, r: float, ny: int, nx: int) -> list[float]: ...
def npix_circ_exact(xs: _Floats, ys: _Floats, r: float, ny: int, nx: int) -> list[float]: ...
def npix_ellip_ann_center(
    xs: _Floats,
    ys: _Floats,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
    ny: int,
    nx: int,
) -> list[float]: ...
def npix_ellip_ann_exact(
    xs: _Floats,
    ys: _Floats,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
    ny: int,
    nx: int,
) -> list[float]: ...
def npix_ellip_center(
    xs: _Floats, ys: _Floats, a: float, b: float, theta: float, ny: int, nx: int
) -> list[float]: ...
def npix_ellip_exact(
    xs: _Floats, ys: _Floats, a: float, b: float, theta: float, ny: int, nx: int
) -> list[float]: ...
def npix_path_center(
    xs: _Floats, ys: _Floats, kinds: NDArray[np.int8], data: NDArray[np.float64], ny: int, nx: int
) -> list[float]: ...
def npix_path_exact(
    xs: _Floats, ys: _Floats, kinds: NDArray[np.int8], data: NDArray[np.float64], ny: int, nx: int
) -> list[float]: ...
def npix_pill_ann_center(
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
    ny: int,
    nx: int,
) -> list[float]: ...
def npix_pill_ann_exact(
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
    ny: int,
    nx: int,
) -> list[float]: ...
def npix_pill_center(
    xs: _Floats, ys: _Floats, w: float, a: float, b: float, theta: float, ny: int, nx: int
) -> list[float]: ...
def npix_pill_exact(
    xs: _Floats, ys: _Floats, w: float, a: float, b: float, theta: float, ny: int, nx: int
) -> list[float]: ...
def npix_rect_ann_center(
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
    ny: int,
    nx: int,
) -> list[float]: ...
def npix_rect_ann_exact(
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
    ny: int,
    nx: int,
) -> list[float]: ...
def npix_rect_center(
    xs: _Floats, ys: _Floats, w: float, h: float, theta: float, ny: int, nx: int
) -> list[float]: ...
def npix_rect_exact(
    xs: _Floats, ys: _Floats, w: float, h: float, theta: float, ny: int, nx: int
) -> list[float]: ...
def npix_wedge_center(
    xs: _Floats,
    ys: _Floats,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
    ny: int,
    nx: int,
) -> list[float]: ...
def npix_wedge_exact(
    xs: _Floats,
    ys: _Floats,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
    ny: int,
    nx: int,
) -> list[float]: ...
def weights_circ_ann_center(
    xs: _Floats, ys: _Floats, r_in: float, r_out: float
) -> tuple[list[_Floats], list[int], list[int], list[int], list[int]]: ...
def weights_circ_ann_center_one(
    x: float, y: float, r_in: float, r_out: float, x_min: int, y_min: int, ny: int, nx: int
) -> list[float]: ...
def weights_circ_ann_exact(
    xs: _Floats, ys: _Floats, r_in: float, r_out: float
) -> tuple[list[_Floats], list[int], list[int], list[int], list[int]]: ...
def weights_circ_ann_exact_one(
    x: float, y: float, r_in: float, r_out: float, x_min: int, y_min: int, ny: int, nx: int
) -> list[float]: ...
def weights_circ_center(
    xs: _Floats, ys: _Floats, r: float
) -> tuple[list[_Floats], list[int], list[int], list[int], list[int]]: ...
def weights_circ_center_one(
    x: float, y: float, r: float, x_min: int, y_min: int, ny: int, nx: int
) -> list[float]: ...
def weights_circ_exact(
    xs: _Floats, ys: _Floats, r: float
) -> tuple[list[_Floats], list[int], list[int], list[int], list[int]]: ...
def weights_circ_exact_one(
    x: float, y: float, r: float, x_min: int, y_min: int, ny: int, nx: int
) -> list[float]: ...
def weights_ellip_ann_center(
    xs: _Floats,
    ys: _Floats,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[_Floats], list[int], list[int], list[int], list[int]]: ...
def weights_ellip_ann_center_one(
    x: float,
    y: float,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
    x_min: int,
    y_min: int,
    ny: int,
    nx: int,
) -> list[float]: ...
def weights_ellip_ann_exact(
    xs: _Floats,
    ys: _Floats,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[_Floats], list[int], list[int], list[int], list[int]]: ...
def weights_ellip_ann_exact_one(
    x: float,
    y: float,
    a_in: float,
    b_in: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
    x_min: int,
    y_min: int,
    ny: int,
    nx: int,
) -> list[float]: ...
def weights_ellip_center(
    xs: _Floats, ys: _Floats, a: float, b: float, theta: float
) -> tuple[list[_Floats], list[int], list[int], list[int], list[int]]: ...
def weights_ellip_center_one(
    x: float, y: float, a: float, b: float, theta: float, x_min: int, y_min: int, ny: int, nx: int
) -> list[float]: ...
def weights_ellip_exact(
    xs: _Floats, ys: _Floats, a: float, b: float, theta: float
) -> tuple[list[_Floats], list[int], list[int], list[int], list[int]]: ...
def weights_ellip_exact_one(
    x: float, y: float, a: float, b: float, theta: float, x_min: int, y_min: int, ny: int, nx: int
) -> list[float]: ...
def weights_path_center(
    xs: _Floats, ys: _Floats, kinds: NDArray[np.int8], data: NDArray[np.float64]
) -> tuple[list[_Floats], list[int], list[int], list[int], list[int]]: ...
def weights_path_center_one(
    x: float,
    y: float,
    kinds: NDArray[np.int8],
    data: NDArray[np.float64],
    x_min: int,
    y_min: int,
    ny: int,
    nx: int,
) -> list[float]: ...
def weights_path_exact(
    xs: _Floats, ys: _Floats, kinds: NDArray[np.int8], data: NDArray[np.float64]
) -> tuple[list[_Floats], list[int], list[int], list[int], list[int]]: ...
def weights_path_exact_one(
    x: float,
    y: float,
    kinds: NDArray[np.int8],
    data: NDArray[np.float64],
    x_min: int,
    y_min: int,
    ny: int,
    nx: int,
) -> list[float]: ...
def weights_pill_ann_center(
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[_Floats], list[int], list[int], list[int], list[int]]: ...
def weights_pill_ann_center_one(
    x: float,
    y: float,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
    x_min: int,
    y_min: int,
    ny: int,
    nx: int,
) -> list[float]: ...
def weights_pill_ann_exact(
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[_Floats], list[int], list[int], list[int], list[int]]: ...
def weights_pill_ann_exact_one(
    x: float,
    y: float,
    w_in: float,
    a_in: float,
    b_in: float,
    w_out: float,
    a_out: float,
    b_out: float,
    theta_in: float,
    theta_out: float,
    x_min: int,
    y_min: int,
    ny: int,
    nx: int,
) -> list[float]: ...
def weights_pill_center(
    xs: _Floats, ys: _Floats, w: float, a: float, b: float, theta: float
) -> tuple[list[_Floats], list[int], list[int], list[int], list[int]]: ...
def weights_pill_center_one(
    x: float,
    y: float,
    w: float,
    a: float,
    b: float,
    theta: float,
    x_min: int,
    y_min: int,
    ny: int,
    nx: int,
) -> list[float]: ...
def weights_pill_exact(
    xs: _Floats, ys: _Floats, w: float, a: float, b: float, theta: float
) -> tuple[list[_Floats], list[int], list[int], list[int], list[int]]: ...
def weights_pill_exact_one(
    x: float,
    y: float,
    w: float,
    a: float,
    b: float,
    theta: float,
    x_min: int,
    y_min: int,
    ny: int,
    nx: int,
) -> list[float]: ...
def weights_rect_ann_center(
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[_Floats], list[int], list[int], list[int], list[int]]: ...
def weights_rect_ann_center_one(
    x: float,
    y: float,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
    x_min: int,
    y_min: int,
    ny: int,
    nx: int,
) -> list[float]: ...
def weights_rect_ann_exact(
    xs: _Floats,
    ys: _Floats,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
) -> tuple[list[_Floats], list[int], list[int], list[int], list[int]]: ...
def weights_rect_ann_exact_one(
    x: float,
    y: float,
    w_in: float,
    h_in: float,
    w_out: float,
    h_out: float,
    theta_in: float,
    theta_out: float,
    x_min: int,
    y_min: int,
    ny: int,
    nx: int,
) -> list[float]: ...
def weights_rect_center(
    xs: _Floats, ys: _Floats, w: float, h: float, theta: float
) -> tuple[list[_Floats], list[int], list[int], list[int], list[int]]: ...
def weights_rect_center_one(
    x: float, y: float, w: float, h: float, theta: float, x_min: int, y_min: int, ny: int, nx: int
) -> list[float]: ...
def weights_rect_exact(
    xs: _Floats, ys: _Floats, w: float, h: float, theta: float
) -> tuple[list[_Floats], list[int], list[int], list[int], list[int]]: ...
def weights_rect_exact_one(
    x: float, y: float, w: float, h: float, theta: float, x_min: int, y_min: int, ny: int, nx: int
) -> list[float]: ...
def weights_wedge_center(
    xs: _Floats,
    ys: _Floats,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> tuple[list[_Floats], list[int], list[int], list[int], list[int]]: ...
def weights_wedge_center_one(
    x: float,
    y: float,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
    x_min: int,
    y_min: int,
    ny: int,
    nx: int,
) -> list[float]: ...
def weights_wedge_exact(
    xs: _Floats,
    ys: _Floats,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
) -> tuple[list[_Floats], list[int], list[int], list[int], list[int]]: ...
def weights_wedge_exact_one(
    x: float,
    y: float,
    r_in: float,
    r_out: float,
    theta_in: float,
    dtheta_in: float,
    theta_out: float,
    dtheta_out: float,
    x_min: int,
    y_min: int,
    ny: int,
    nx: int,
) -> list[float]: ...
