//! Σ weight, the effective area.

use super::Pixels;
use super::lanes::Lanes;
use crate::raster::Weight;

/// The sum of the weights.
pub fn npix(pixels: Pixels<'_>) -> f64 {
    let mut lanes = Lanes::default();
    for run in pixels.runs {
        match run.weight {
            Weight::PerPixel(start) => {
                let weights = &pixels.weights[start..start + run.len];
                lanes.add(run.col, weights);
            }
            Weight::Const(w) => lanes.add_block(w * run.len as f64),
        }
    }
    lanes.total()
}
