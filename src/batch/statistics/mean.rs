//! The mean.

use super::statistic::Statistic;
use crate::batch::stage::Field;
use crate::reduce;

pub const MEAN: Statistic = Statistic {
    fields: &[Field::number("mean")],
    compute: |values, _, out| out[0] = reduce::mean(&values.sample.values),
    ..Statistic::OF_VALUES
};
