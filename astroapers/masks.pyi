from typing import Literal, overload

from numpy.typing import ArrayLike

from astroapers._types import Array

__all__ = ["farthest_mask_pixel"]

@overload
def farthest_mask_pixel(
    mask: ArrayLike, center: ArrayLike, *, return_pos: Literal[False] = False
) -> float: ...
@overload
def farthest_mask_pixel(
    mask: ArrayLike, center: ArrayLike, *, return_pos: Literal[True]
) -> tuple[float, Array]: ...
