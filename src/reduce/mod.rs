//! Reducers: from the pixels of a source to sums, statistics and samples. They see runs and pixels, never shapes or masks.
//!
//! The order of addition is fixed once for all. The pixels of a per-pixel run go to eight lanes by their
//! column in the source's window; the interior runs of one weight are cut at absolute multiples of 64 columns, and each block is summed
//! by itself. So a sum depends on the source and the image alone: not on threads, batches or the order of sources,
//! and a block of whole pixels has the same sum whichever source asks for it.

mod blocks;
mod clip;
mod dense;
mod gini;
mod lanes;
mod moments;
mod npix;
mod packing;
mod sample;
mod select;
mod spread;
mod sums;

pub use blocks::{Blocks, in_blocks};
pub use clip::{Centre, Clip, ClipScratch, Spread, is_within};
pub use dense::{dense_npix, dense_npix_and_sum, dense_npix_and_sum_above, dense_sum, dense_variance};
pub use gini::gini;
pub use lanes::weighted;
pub use moments::{Moments, centroid, moments};
pub use npix::npix;
pub use sample::{Extras, Sample};
pub use select::Selection;
pub use spread::{biweight, extremes, mean, mean_square};
pub use sums::{ErrorPower, sum, sum_above, sum_blocks, variance};

use crate::raster::{Run, Window};

/// The runs of a source that count, with the weights they point to and the window they are numbered in.
#[derive(Debug, Clone, Copy)]
pub struct Pixels<'a> {
    /// Runs, masked pixels taken out.
    pub runs: &'a [Run],
    /// Weights of the per-pixel runs.
    pub weights: &'a [f64],
    /// The window whose first pixel the runs count from.
    pub window: Window,
}
