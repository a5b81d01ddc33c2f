//! Σ weight · value.

use super::{Pixels, lanes};
use crate::image::View;
use multiversion::multiversion;

/// The weighted sum of an image.
#[multiversion(targets("x86_64+avx512f+avx512vl+avx512dq", "x86_64+avx2"))]
pub fn sum(pixels: Pixels<'_>, image: &View<'_>, scratch: &mut Vec<f64>) -> f64 {
    lanes::total(pixels, image, scratch, |w, v| w * v, |w, block| w * block, |v| v)
}

/// The weighted sum of an image less a background. It is subtracted from every pixel: from the sum, it would leave the
/// rounding of the larger numbers.
#[multiversion(targets("x86_64+avx512f+avx512vl+avx512dq", "x86_64+avx2"))]
pub fn sum_above(pixels: Pixels<'_>, image: &View<'_>, background: f64, scratch: &mut Vec<f64>) -> f64 {
    let above = |v| v - background;
    lanes::total(pixels, image, scratch, |w, v| w * above(v), |w, block| w * block, above)
}
