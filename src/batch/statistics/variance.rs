//! The mean square deviation from the mean: the variance with n degrees of freedom.

use super::statistic::Statistic;
use crate::batch::stage::Field;
use crate::reduce;

pub const VARIANCE: Statistic = Statistic {
    fields: &[Field::number("var")],
    needs: &["mean"],
    compute: |values, inputs, out| out[0] = reduce::mean_square(&values.sample.values, inputs[0]),
    ..Statistic::OF_VALUES
};
