//! The median absolute deviation from the median.

use super::statistic::{MOST_INPUTS, Statistic, Values};
use crate::batch::stage::Field;

#[derive(Debug)]
pub struct Mad;

impl Statistic for Mad {
    fn fields(&self) -> &'static [Field] {
        &const { [Field::number("mad")] }
    }

    fn needs(&self) -> &'static [&'static str] {
        &["median"]
    }

    fn compute(&self, values: &mut Values<'_>, inputs: &[f64; MOST_INPUTS], out: &mut [f64]) {
        out[0] = values.selection.median_deviation(&values.sample.values, inputs[0]);
    }
}
