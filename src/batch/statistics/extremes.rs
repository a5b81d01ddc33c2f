//! The least and the greatest value.

use super::statistic::Statistic;
use crate::batch::stage::Field;
use crate::reduce;

pub const EXTREMES: Statistic = Statistic {
    fields: &[Field::number("min"), Field::number("max")],
    compute: |values, _, out| (out[0], out[1]) = reduce::extremes(&values.sample.values),
    ..Statistic::OF_VALUES
};
