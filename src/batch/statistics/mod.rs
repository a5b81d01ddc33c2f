//! The statistics of the stage of that name, a file each. They see values, never shapes, masks or rules.

mod biweight;
mod extremes;
mod gini;
mod mad;
mod mean;
mod median;
mod moments;
mod statistic;
mod variance;

pub use statistic::{MOST_INPUTS, Statistic, Values};

/// All there are.
pub const ALL: &[Statistic] = &[
    extremes::EXTREMES,
    mean::MEAN,
    variance::VARIANCE,
    median::MEDIAN,
    mad::MAD,
    biweight::BIWEIGHT,
    gini::GINI,
    moments::RAW,
    moments::CENTRAL,
];
