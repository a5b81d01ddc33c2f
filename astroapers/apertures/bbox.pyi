from dataclasses import dataclass
from typing import Any, Literal, overload

from numpy.typing import ArrayLike

from astroapers._types import Array, Image, Mask, Shape

__all__ = ["BoundingBox", "make_boxes"]

@dataclass(frozen=True, slots=True)
class BoundingBox:
    ixmin: int
    ixmax: int
    iymin: int
    iymax: int

    def __post_init__(self) -> None: ...
    @property
    def shape(self) -> tuple[int, int]: ...
    def overlap_slices(
        self, shape: Shape
    ) -> tuple[tuple[slice, slice], tuple[slice, slice]] | None: ...
    def to_fits_section(self, shape: Shape | None = None) -> str: ...
    def to_image(
        self, weights: ArrayLike, shape: Shape, fill_value: float = 0.0, *, validate: bool = True
    ) -> Array: ...
    def weighted_cutout(
        self,
        weights: ArrayLike,
        image: Image,
        mask: Mask = None,
        fill_value: float = ...,
        *,
        validate: bool = True,
    ) -> Any: ...
    def weighted_values(
        self, weights: ArrayLike, image: Image, mask: Mask = None, *, validate: bool = True
    ) -> Any: ...
    def npix(
        self, weights: ArrayLike, shape: Shape, mask: Mask = None, *, validate: bool = True
    ) -> float: ...
    @overload
    def apsum(
        self,
        weights: ArrayLike,
        image: Image,
        mask: Mask = None,
        *,
        return_npix: Literal[True] = True,
        validate: bool = True,
    ) -> tuple[Any, float]: ...
    @overload
    def apsum(
        self,
        weights: ArrayLike,
        image: Image,
        mask: Mask = None,
        *,
        return_npix: Literal[False],
        validate: bool = True,
    ) -> Any: ...

def make_boxes(rows: Array) -> list[BoundingBox]: ...
