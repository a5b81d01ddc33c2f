"""
The sky and the image: boundaries of shapes on the sky, followed through a WCS to pixels.

A shape on the sky has no simple counterpart in pixels wherever the WCS is distorted, or the shape
is large. Here its boundary itself goes through the WCS, and becomes a path of lines and arcs.
"""

from astroapers.sky.apertures import TracedPathAp, edge_error, trace

__all__ = ["TracedPathAp", "edge_error", "trace"]
