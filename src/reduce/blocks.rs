//! The sums of the blocks of an image, once for all sources: where many large ones lie on it, each pixel is in many.

use super::lanes::BLOCK;
use crate::error::{Result, filled};
use crate::raster::Window;

/// The sums of all whole blocks of a plane, to the same bits as if they were added up for a source.
#[derive(Debug)]
pub struct Blocks {
    window: Window,
    /// Number of the first block of a row, and how many there are in one.
    first: i64,
    per_row: usize,
    sums: Vec<f64>,
}

impl Blocks {
    /// Room for those of a plane, which [`Self::rows`] gives out to be filled.
    pub fn new(window: Window) -> Result<Self> {
        let first = -(-window.x0).div_euclid(BLOCK);
        let per_row = usize::try_from(window.x1.div_euclid(BLOCK) - first).unwrap_or(0);
        let sums = filled(per_row.saturating_mul(window.height()), 0.0, "sums of blocks")?;
        Ok(Self { window, first, per_row, sums })
    }

    /// How many there are in a row, and the places of all, row by row.
    pub fn rows(&mut self) -> (usize, &mut [f64]) {
        (self.per_row, &mut self.sums)
    }

    /// Where the first one of a row begins.
    pub fn start(&self) -> i64 {
        self.first * BLOCK
    }

    /// The sum of the block that begins at (x, y), if it is one and whole.
    #[inline(always)]
    pub(super) fn at(&self, x: i64, y: i64) -> Option<f64> {
        let k = usize::try_from(x.div_euclid(BLOCK) - self.first).ok()?;
        let row = usize::try_from(y - self.window.y0).ok()?;
        if x.rem_euclid(BLOCK) != 0 || k >= self.per_row {
            return None;
        }
        self.sums.get(row * self.per_row + k).copied()
    }
}

/// How many pixels of a source of this area and height lie in whole blocks, or nearly so many: at either end of a row half a
/// block is left.
pub fn in_blocks(area: f64, height: f64) -> f64 {
    (area - BLOCK as f64 * height).max(0.0)
}
