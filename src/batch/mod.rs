//! Many sources at once: every source's shape, coverage and reductions, in image order, on one or more threads.
//!
//! A [`Measurement`] is data: [`Images`], and [`Step`]s that say where to measure ([`Footprint`]), which pixels count there
//! ([`Rules`]) and what is measured of them ([`Stage`]). All steps are taken in one visit to each source.

mod blocks;
mod combination;
mod family;
pub mod flags;
mod footprint;
mod gather;
mod images;
mod measurement;
mod order;
mod records;
mod rules;
#[cfg(test)]
mod rules_tests;
mod sampling;
mod scratch;
mod settle;
mod sources;
mod stage;
mod stages;
mod statistics;
mod step;
#[cfg(test)]
mod tests;
mod tour;
mod visit;

pub use combination::{Combination, Part, PartShape};
pub use family::Column;
pub use footprint::Footprint;
pub use gather::{Cutout, Gathered, Survivors, Wanted, cutouts, survivors, values};
pub use images::Images;
pub use measurement::{Found, Measurement, sum_of_one};
pub use rules::{Background, Rules};
pub use sources::Sources;
pub use stage::{Field, Stage};
pub use stages::{Overlap, Planes, Statistics, Sums, stage};
pub use step::Step;
