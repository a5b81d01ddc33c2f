//! The biweight location and midvariance.

use super::statistic::{MOST_INPUTS, Statistic, Values};
use crate::batch::stage::Field;
use crate::reduce;

#[derive(Debug)]
pub struct Biweight;

impl Statistic for Biweight {
    fn fields(&self) -> &'static [Field] {
        &const { [Field::number("biweight_location"), Field::number("biweight_midvariance")] }
    }

    fn needs(&self) -> &'static [&'static str] {
        &["median", "mad"]
    }

    fn compute(&self, values: &mut Values<'_>, inputs: &[f64; MOST_INPUTS], out: &mut [f64]) {
        (out[0], out[1]) = reduce::biweight(&values.sample.values, inputs[0], inputs[1]);
    }
}
