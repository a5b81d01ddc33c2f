//! The least and the greatest value.

use super::statistic::{MOST_INPUTS, Statistic, Values};
use crate::batch::stage::Field;
use crate::reduce;

#[derive(Debug)]
pub struct Extremes;

impl Statistic for Extremes {
    fn fields(&self) -> &'static [Field] {
        &const { [Field::number("min"), Field::number("max")] }
    }

    fn compute(&self, values: &mut Values<'_>, _: &[f64; MOST_INPUTS], out: &mut [f64]) {
        (out[0], out[1]) = reduce::extremes(&values.sample.values);
    }
}
