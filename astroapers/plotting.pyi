from collections.abc import Iterable
from typing import Any, Literal

from astroapers.apertures.base import PixelAp

__all__ = ["make_patches", "plot_apertures", "plot_many", "plot_weights", "to_patch_list"]

def to_patch_list(p: Any) -> list[Any]: ...
def plot_apertures(ap: PixelAp, ax: Any = None, origin: Any = (0, 0), **kwargs: Any) -> Any: ...
def plot_many(
    aps: PixelAp | Iterable[PixelAp], ax: Any = None, origin: Any = (0, 0), **kwargs: Any
) -> list[Any]: ...
def plot_weights(
    ap: PixelAp,
    ax: Any = None,
    origin: Any = (0, 0),
    *,
    method: Literal["exact", "center"] = "exact",
    **kwargs: Any,
) -> Any: ...
def make_patches(aperture: PixelAp, origin: Any, properties: dict[str, Any]) -> Any: ...
