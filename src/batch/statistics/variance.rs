//! The mean square deviation from the mean: the variance with n degrees of freedom.

use super::statistic::{MOST_INPUTS, Statistic, Values};
use crate::batch::stage::Field;
use crate::reduce;

#[derive(Debug)]
pub struct Variance;

impl Statistic for Variance {
    fn fields(&self) -> &'static [Field] {
        &const { [Field::number("var")] }
    }

    fn needs(&self) -> &'static [&'static str] {
        &["mean"]
    }

    fn compute(&self, values: &mut Values<'_>, inputs: &[f64; MOST_INPUTS], out: &mut [f64]) {
        out[0] = reduce::mean_square(&values.sample.values, inputs[0]);
    }
}
