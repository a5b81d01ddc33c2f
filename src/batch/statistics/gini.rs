//! The Gini coefficient of the absolute values.

use super::statistic::{MOST_INPUTS, Statistic, Values};
use crate::batch::stage::Field;
use crate::reduce;

#[derive(Debug)]
pub struct Gini;

impl Statistic for Gini {
    fn fields(&self) -> &'static [Field] {
        &const { [Field::number("gini")] }
    }

    fn compute(&self, values: &mut Values<'_>, _: &[f64; MOST_INPUTS], out: &mut [f64]) {
        out[0] = reduce::gini(&values.sample.values, values.work);
    }
}
