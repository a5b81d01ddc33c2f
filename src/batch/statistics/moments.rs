//! Image moments up to the third order, about the first pixel of the cutout and about the centroid.

use super::statistic::{MOST_INPUTS, Statistic, Values};
use crate::batch::stage::Field;
use crate::reduce;

/// Of no pixels they are 0.
const OF_NONE: f64 = 0.0;

const fn block(name: &'static str) -> Field {
    Field { width: MOST_INPUTS, ..Field::number(name) }
}

/// About the first pixel.
#[derive(Debug)]
pub struct Raw;

impl Statistic for Raw {
    fn fields(&self) -> &'static [Field] {
        &const { [block("moments")] }
    }

    fn needs_places(&self) -> bool {
        true
    }

    fn of_none(&self) -> f64 {
        OF_NONE
    }

    fn compute(&self, values: &mut Values<'_>, _: &[f64; MOST_INPUTS], out: &mut [f64]) {
        out.copy_from_slice(&reduce::moments(values.sample, (0.0, 0.0)));
    }
}

/// About the centroid.
#[derive(Debug)]
pub struct Central;

impl Statistic for Central {
    fn fields(&self) -> &'static [Field] {
        &const { [block("moments_central")] }
    }

    fn needs(&self) -> &'static [&'static str] {
        &["moments"]
    }

    fn needs_places(&self) -> bool {
        true
    }

    fn of_none(&self) -> f64 {
        OF_NONE
    }

    fn compute(&self, values: &mut Values<'_>, inputs: &[f64; MOST_INPUTS], out: &mut [f64]) {
        out.copy_from_slice(&reduce::moments(values.sample, reduce::centroid(inputs)));
    }
}
