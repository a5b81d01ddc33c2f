//! Image moments up to the third order, about the first pixel of the cutout and about the centroid.

use super::statistic::{MOST_INPUTS, Statistic};
use crate::batch::stage::Field;
use crate::reduce;

const fn block(name: &'static str) -> Field {
    Field { width: MOST_INPUTS, ..Field::number(name) }
}

/// About the first pixel.
pub const RAW: Statistic = Statistic {
    fields: &[block("moments")],
    places: true,
    of_none: 0.0,
    compute: |values, _, out| out.copy_from_slice(&reduce::moments(values.sample, (0.0, 0.0))),
    ..Statistic::OF_VALUES
};

/// About the centroid.
pub const CENTRAL: Statistic = Statistic {
    fields: &[block("moments_central")],
    needs: &["moments"],
    compute: |values, inputs, out| {
        out.copy_from_slice(&reduce::moments(values.sample, reduce::centroid(inputs)));
    },
    ..RAW
};
