//! Σ weight, the effective area.

use super::Pixels;
use super::lanes::{LANES, accumulate, fold};
use crate::raster::Weight;

/// The sum of the weights.
pub fn npix(pixels: Pixels<'_>) -> f64 {
    let (mut lanes, mut in_blocks) = ([0.0; LANES], 0.0);
    for run in pixels.runs {
        match run.weight {
            Weight::PerPixel(start) => {
                let weights = &pixels.weights[start..start + run.len];
                accumulate(&mut lanes, run.col, weights, weights, |w, _| w);
            }
            Weight::Const(w) => in_blocks += w * run.len as f64,
        }
    }
    fold(&lanes) + in_blocks
}
