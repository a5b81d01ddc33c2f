"""
Shapes on the sky as apertures: their boundaries are followed through a WCS to pixels.

If the WCS is distorted or the shape is large, a shape on the sky has no simple counterpart in
pixels. So its boundary itself is transformed by the WCS, and becomes a path of lines and arcs.
"""

from astroapers.sky.apertures import TracedPathAp, edge_error, trace

__all__ = ["TracedPathAp", "edge_error", "trace"]
