//! The median absolute deviation from the median.

use super::statistic::Statistic;
use crate::batch::stage::Field;

pub const MAD: Statistic = Statistic {
    fields: &[Field::number("mad")],
    needs: &["median"],
    compute: |values, inputs, out| {
        out[0] = values.selection.median_deviation(&values.sample.values, inputs[0]);
    },
    ..Statistic::OF_VALUES
};
