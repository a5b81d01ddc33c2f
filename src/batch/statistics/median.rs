//! The median.

use super::statistic::Statistic;
use crate::batch::stage::Field;

pub const MEDIAN: Statistic = Statistic {
    fields: &[Field::number("median")],
    compute: |values, _, out| {
        out[0] = values.median.unwrap_or_else(|| values.selection.median(&values.sample.values));
    },
    ..Statistic::OF_VALUES
};
