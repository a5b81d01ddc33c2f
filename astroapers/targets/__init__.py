"""
The one door for where to measure: apertures and regions become `Target`.

``reading`` hands objects of photutils and regions to the parts of this package that know them;
``target`` has what all of them become.
"""

from astroapers.targets.reading import open_target, open_targets
from astroapers.targets.target import Target, Targets, same_positions

__all__ = ["Target", "Targets", "open_target", "open_targets", "same_positions"]
