# Written by tools/make_stubs.py.
from typing import Any

from astroapers._types import Angle, Positions, Size
from astroapers.apertures.base import PixelAp, SampledOutline

__all__ = [
    "CircAn",
    "CircAp",
    "EllipAn",
    "EllipAp",
    "PillAn",
    "PillAp",
    "RectAn",
    "RectAp",
    "WedgeAp",
]

class CircAp(PixelAp):
    def __init__(self, positions: Positions, r: Size, *, validate: bool = True) -> None: ...
    @property
    def r(self) -> Any: ...

class EllipAp(PixelAp):
    def __init__(
        self, positions: Positions, a: Size, b: Size, theta: Angle = 0.0, *, validate: bool = True
    ) -> None: ...
    @property
    def a(self) -> Any: ...
    @property
    def b(self) -> Any: ...
    @property
    def theta(self) -> Any: ...

class RectAp(PixelAp):
    def __init__(
        self, positions: Positions, w: Size, h: Size, theta: Angle = 0.0, *, validate: bool = True
    ) -> None: ...
    @property
    def w(self) -> Any: ...
    @property
    def h(self) -> Any: ...
    @property
    def theta(self) -> Any: ...

class CircAn(PixelAp):
    def __init__(
        self, positions: Positions, r_in: Size, r_out: Size, *, validate: bool = True
    ) -> None: ...
    @property
    def r_in(self) -> Any: ...
    @property
    def r_out(self) -> Any: ...

class EllipAn(PixelAp):
    def __init__(
        self,
        positions: Positions,
        a_in: Size,
        b_in: Size,
        a_out: Size,
        b_out: Size,
        *,
        theta_in: Angle = 0.0,
        theta_out: Angle | None = None,
        validate: bool = True,
    ) -> None: ...
    @property
    def a_in(self) -> Any: ...
    @property
    def b_in(self) -> Any: ...
    @property
    def a_out(self) -> Any: ...
    @property
    def b_out(self) -> Any: ...
    @property
    def theta_in(self) -> Any: ...
    @property
    def theta_out(self) -> Any: ...

class RectAn(PixelAp):
    def __init__(
        self,
        positions: Positions,
        w_in: Size,
        h_in: Size,
        w_out: Size,
        h_out: Size,
        *,
        theta_in: Angle = 0.0,
        theta_out: Angle | None = None,
        validate: bool = True,
    ) -> None: ...
    @property
    def w_in(self) -> Any: ...
    @property
    def h_in(self) -> Any: ...
    @property
    def w_out(self) -> Any: ...
    @property
    def h_out(self) -> Any: ...
    @property
    def theta_in(self) -> Any: ...
    @property
    def theta_out(self) -> Any: ...

class PillAp(SampledOutline):
    def __init__(
        self,
        positions: Positions,
        w: Size,
        a: Size,
        b: Size,
        theta: Angle = 0.0,
        plot_samples: int = 96,
        *,
        validate: bool = True,
    ) -> None: ...
    @property
    def w(self) -> Any: ...
    @property
    def a(self) -> Any: ...
    @property
    def b(self) -> Any: ...
    @property
    def theta(self) -> Any: ...

class PillAn(SampledOutline):
    def __init__(
        self,
        positions: Positions,
        w_in: Size,
        a_in: Size,
        b_in: Size,
        w_out: Size,
        a_out: Size,
        b_out: Size,
        *,
        theta_in: Angle = 0.0,
        theta_out: Angle | None = None,
        plot_samples: int = 96,
        validate: bool = True,
    ) -> None: ...
    @property
    def w_in(self) -> Any: ...
    @property
    def a_in(self) -> Any: ...
    @property
    def b_in(self) -> Any: ...
    @property
    def w_out(self) -> Any: ...
    @property
    def a_out(self) -> Any: ...
    @property
    def b_out(self) -> Any: ...
    @property
    def theta_in(self) -> Any: ...
    @property
    def theta_out(self) -> Any: ...

class WedgeAp(SampledOutline):
    def __init__(
        self,
        positions: Positions,
        r_in: Size,
        r_out: Size,
        theta_in: Angle,
        dtheta_in: Angle,
        theta_out: Angle | None = None,
        dtheta_out: Angle | None = None,
        plot_samples: int = 96,
        *,
        validate: bool = True,
    ) -> None: ...
    @property
    def r_in(self) -> Any: ...
    @property
    def r_out(self) -> Any: ...
    @property
    def theta_in(self) -> Any: ...
    @property
    def dtheta_in(self) -> Any: ...
    @property
    def theta_out(self) -> Any: ...
    @property
    def dtheta_out(self) -> Any: ...
