from typing import Any, Literal, overload

from astroapers._types import Array, Floats, Image, Mask
from astroapers.apertures.geometry import Geometry

__all__ = ["CENTER", "EXACT", "PixelSamples"]

EXACT: int
CENTER: int

class PixelSamples(Geometry):
    @overload
    def sampled_values(
        self,
        data: Image,
        *,
        mask: Mask = None,
        flat: Literal[False] = False,
        return_pix: Literal[False] = False,
    ) -> list[Any]: ...
    @overload
    def sampled_values(
        self,
        data: Image,
        *,
        mask: Mask = None,
        flat: Literal[False] = False,
        return_pix: Literal[True],
    ) -> tuple[list[Any], list[tuple[Floats, Floats]]]: ...
    @overload
    def sampled_values(
        self,
        data: Image,
        *,
        mask: Mask = None,
        flat: Literal[True],
        return_pix: Literal[False] = False,
    ) -> tuple[Any, Array]: ...
    @overload
    def sampled_values(
        self, data: Image, *, mask: Mask = None, flat: Literal[True], return_pix: Literal[True]
    ) -> tuple[Any, tuple[Floats, Floats], Array]: ...
    @overload
    def weighted_values(
        self, data: Image, *, mask: Mask = None, flat: Literal[False] = False
    ) -> list[Any]: ...
    @overload
    def weighted_values(
        self, data: Image, *, mask: Mask = None, flat: Literal[True]
    ) -> tuple[Any, Array]: ...
    @overload
    def sampled_cutout(
        self,
        data: Image,
        mask: Mask = None,
        fill_value: float = ...,
        return_pix: Literal[False] = False,
    ) -> list[Any]: ...
    @overload
    def sampled_cutout(
        self, data: Image, mask: Mask = None, fill_value: float = ..., *, return_pix: Literal[True]
    ) -> tuple[list[Any], list[tuple[Floats, Floats]]]: ...
    def weighted_cutout(
        self, data: Image, mask: Mask = None, fill_value: float = ...
    ) -> list[Any]: ...
