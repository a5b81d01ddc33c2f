//! Σ weight · value.

use super::Pixels;
use super::lanes::{Lanes, block_sum, blocks};
use crate::image::View;
use crate::raster::Weight;

/// The weighted sum of an image.
pub fn sum(pixels: Pixels<'_>, image: &View<'_>, scratch: &mut Vec<f64>) -> f64 {
    let mut lanes = Lanes::default();
    for run in pixels.runs {
        let (x, y) = (pixels.window.x0 + run.col as i64, pixels.window.y0 + run.row as i64);
        let values = image.values(x, y, run.len, scratch);
        match run.weight {
            Weight::PerPixel(start) => {
                let weights = &pixels.weights[start..start + run.len];
                lanes.add_weighted(weights, values, |w, v| w * v);
            }
            Weight::Const(w) => {
                for (from, len) in blocks(x, run.len) {
                    lanes.add_block(w * block_sum(&values[from..from + len], |v| v));
                }
            }
        }
    }
    lanes.total()
}
