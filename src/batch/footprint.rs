//! Where to measure: the sources, and how their pixels are judged.

use super::sources::Sources;
use crate::raster::Sampling;

/// Which pixels of the frame belong to each source, by its shape alone.
#[derive(Debug, Clone)]
pub struct Footprint<'a> {
    /// Positions, and the shape at each.
    pub sources: Sources<'a>,
    /// How much of a pixel counts.
    pub sampling: Sampling,
}

impl<'a> Footprint<'a> {
    /// Pixels count by the area that is covered.
    pub fn exact(sources: Sources<'a>) -> Self {
        Self { sources, sampling: Sampling::Exact }
    }
}
