//! The mean.

use super::statistic::{MOST_INPUTS, Statistic, Values};
use crate::batch::stage::Field;
use crate::reduce;

#[derive(Debug)]
pub struct Mean;

impl Statistic for Mean {
    fn fields(&self) -> &'static [Field] {
        &const { [Field::number("mean")] }
    }

    fn compute(&self, values: &mut Values<'_>, _: &[f64; MOST_INPUTS], out: &mut [f64]) {
        out[0] = reduce::mean(&values.sample.values);
    }
}
