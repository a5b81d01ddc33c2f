"""Names for the types in the stubs of this package; it exists for type checkers only."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

# An array, Quantity, masked array, NDData or CCDData; astropy has no types.
Image: TypeAlias = Any
Mask: TypeAlias = ArrayLike | None
# Numbers, or a Quantity in pixels or of an angle.
Positions: TypeAlias = Any
Size: TypeAlias = Any
Angle: TypeAlias = Any
# One number or an array with one for each position; a Quantity if the image has a unit.
Numbers: TypeAlias = Any
Floats: TypeAlias = NDArray[np.float64]
Array: TypeAlias = NDArray[Any]
Shape: TypeAlias = Sequence[int]
Command: TypeAlias = tuple[str | float, ...] | Sequence[Any]
Contour: TypeAlias = Sequence[Command]
