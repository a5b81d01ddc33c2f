//! The variance of a weighted sum.

use super::{Pixels, lanes};
use crate::image::View;
use multiversion::multiversion;

/// How the weight enters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorPower {
    /// Σ w² σ²: the variance of Σ w·v for independent pixels.
    Squared,
    /// Σ w σ²: what photutils computed before 3.1.
    Linear,
}

/// Σ w² σ² (or Σ w σ²) of an image of standard deviations.
#[multiversion(targets("x86_64+avx512f+avx512vl+avx512dq", "x86_64+avx2"))]
pub fn variance(pixels: Pixels<'_>, sigma: &View<'_>, power: ErrorPower, scratch: &mut Vec<f64>) -> f64 {
    let square = |s: f64| s * s;
    match power {
        ErrorPower::Squared => {
            lanes::total(pixels, sigma, scratch, |w, s| square(w * s), |w, block| square(w) * block, square)
        }
        ErrorPower::Linear => {
            lanes::total(pixels, sigma, scratch, |w, s| w * square(s), |w, block| w * block, square)
        }
    }
}
