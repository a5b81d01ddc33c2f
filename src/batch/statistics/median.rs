//! The median.

use super::statistic::{MOST_INPUTS, Statistic, Values};
use crate::batch::stage::Field;

#[derive(Debug)]
pub struct Median;

impl Statistic for Median {
    fn fields(&self) -> &'static [Field] {
        &const { [Field::number("median")] }
    }

    fn compute(&self, values: &mut Values<'_>, _: &[f64; MOST_INPUTS], out: &mut [f64]) {
        out[0] = values.median.unwrap_or_else(|| values.selection.median(&values.sample.values));
    }
}
