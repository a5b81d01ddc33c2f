//! The variance of a weighted sum.

use super::Pixels;
use super::lanes::{Lanes, block_sum, blocks};
use crate::image::View;
use crate::raster::Weight;

/// How the weight enters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorPower {
    /// Σ w² σ²: the variance of Σ w·v for independent pixels.
    Squared,
    /// Σ w σ²: what photutils computed before 3.1.
    Linear,
}

/// Σ w² σ² (or Σ w σ²) of an image of standard deviations.
pub fn variance(pixels: Pixels<'_>, sigma: &View<'_>, power: ErrorPower, scratch: &mut Vec<f64>) -> f64 {
    let mut lanes = Lanes::default();
    for run in pixels.runs {
        let (x, y) = (pixels.window.x0 + run.col as i64, pixels.window.y0 + run.row as i64);
        let values = sigma.values(x, y, run.len, scratch);
        match run.weight {
            Weight::PerPixel(start) => {
                let weights = &pixels.weights[start..start + run.len];
                match power {
                    ErrorPower::Squared => lanes.add_weighted(weights, values, |w, s| (w * s) * (w * s)),
                    ErrorPower::Linear => lanes.add_weighted(weights, values, |w, s| w * (s * s)),
                }
            }
            Weight::Const(w) => {
                let factor = if power == ErrorPower::Squared { w * w } else { w };
                for (from, len) in blocks(x, run.len) {
                    lanes.add_block(factor * block_sum(&values[from..from + len], |v| v * v));
                }
            }
        }
    }
    lanes.total()
}
