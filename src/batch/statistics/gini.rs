//! The Gini coefficient of the absolute values.

use super::statistic::Statistic;
use crate::batch::stage::Field;
use crate::reduce;

pub const GINI: Statistic = Statistic {
    fields: &[Field::number("gini")],
    compute: |values, _, out| out[0] = reduce::gini(&values.sample.values, values.work),
    ..Statistic::OF_VALUES
};
