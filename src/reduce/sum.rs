//! Σ weight · value.

use super::{Pixels, lanes};
use crate::image::View;

/// The weighted sum of an image.
pub fn sum(pixels: Pixels<'_>, image: &View<'_>, scratch: &mut Vec<f64>) -> f64 {
    lanes::total(pixels, image, scratch, |w, v| w * v, |w, block| w * block, |v| v)
}
