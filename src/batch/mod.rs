//! Many sources at once: every source's shape, coverage and reductions, in image order, on one or more threads.

mod gather;
mod job;
mod order;
mod scratch;
mod sources;
#[cfg(test)]
mod tests;

pub use gather::{Cutout, Found, Wanted};
pub use job::{Job, Overlap, Sums};
pub use sources::{Column, Sources, areas};
