from collections.abc import Sequence

from astroapers._types import Contour, Positions
from astroapers.apertures.base import SampledOutline

__all__ = ["PathAp"]

class PathAp(SampledOutline):
    def __init__(
        self,
        positions: Positions,
        segments: Contour,
        holes: Sequence[Contour] | None = None,
        *,
        validate: bool = True,
        plot_samples: int = 96,
    ) -> None: ...
    @property
    def segments(self) -> list[tuple[str | float, ...]]: ...
    @property
    def holes(self) -> list[list[tuple[str | float, ...]]]: ...
