//! From outlines to coverage: which pixels a shape covers, and how much of each.
//!
//! Pixel centres lie at integers. One source is scanned in *cell coordinates*: the pixel that holds its centre
//! becomes the cell [0, 1) × [0, 1), so nothing is lost however far from the origin the source lies.

mod aligned;
mod clip;
mod coverage;
mod curve;
mod rings;
mod samples;
mod scan;
mod small;
#[cfg(test)]
mod tests;
mod vectors;
mod walk;
mod window;

pub use coverage::{Coverage, Dense, Run, Weight};
pub(crate) use coverage::{FOUR, padded};
pub use scan::{At, Prepared, Sampling, Scanner};
pub use window::{Frame, Place, Window};
