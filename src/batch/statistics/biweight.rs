//! The biweight location and midvariance.

use super::statistic::Statistic;
use crate::batch::stage::Field;
use crate::reduce;

pub const BIWEIGHT: Statistic = Statistic {
    fields: &[Field::number("biweight_location"), Field::number("biweight_midvariance")],
    needs: &["median", "mad"],
    compute: |values, inputs, out| {
        (out[0], out[1]) = reduce::biweight(&values.sample.values, inputs[0], inputs[1]);
    },
    ..Statistic::OF_VALUES
};
