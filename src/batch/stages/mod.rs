//! The stages, a file each, and their names.

mod planes;
mod statistics;
mod sums;

pub use planes::{Overlap, Planes};
pub use statistics::Statistics;
pub use sums::Sums;

use super::stage::Stage;
use crate::error::{Error, Result};

/// The stage of this name, with the fields that are wanted of it.
pub fn stage(name: &str, wanted: &[String]) -> Result<Box<dyn Stage>> {
    Ok(match name {
        "planes" => Box::new(Planes::wanting(wanted)?),
        "sums" => Box::new(Sums::wanting(wanted)?),
        "statistics" => Box::new(Statistics::wanting(wanted)?),
        _ => return Err(Error::UnknownName { what: "stage", name: name.to_owned() }),
    })
}
