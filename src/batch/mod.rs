//! Many sources at once: every source's shape, coverage and reductions, in image order, on one or more threads.

mod blocks;
mod combination;
mod gather;
mod job;
mod order;
mod sampling;
mod scratch;
mod sources;
mod statistics;
mod survey;
#[cfg(test)]
mod survey_tests;
#[cfg(test)]
mod tests;
mod visit;

pub use combination::{Combination, Part, PartShape};
pub use gather::{Cutout, Found, Wanted};
pub use job::{Job, Overlap, Sums};
pub use sources::{Column, Sources};
pub use statistics::{Groups, Statistics};
pub use survey::{Survey, Survivors, Totals};
