from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["ParallelThresholdCalibration", "calibrate_parallel_threshold"]

@dataclass(frozen=True, slots=True)
class ParallelThresholdCalibration:
    threshold: int
    original_threshold: int
    applied: bool
    counts: tuple[int, ...]
    serial_seconds: tuple[float, ...]
    parallel_seconds: tuple[float, ...]

def calibrate_parallel_threshold(
    *,
    counts: Sequence[int] = ...,
    repeats: int = 100,
    image_size: int = 256,
    radius: float = 5.0,
    apply: bool = True,
) -> ParallelThresholdCalibration: ...
