from typing import Any, Literal

from astroapers.apertures.base import PixelAp

__all__ = ["CompoundAp"]

class CompoundAp(PixelAp):
    def __init__(
        self, first: PixelAp, second: PixelAp, operator: Literal["&", "|", "^", "-"]
    ) -> None: ...
    def __getattr__(self, name: str) -> Any: ...
    @property
    def first(self) -> PixelAp: ...
    @property
    def second(self) -> PixelAp: ...
    @property
    def operator(self) -> str: ...
