//! Shapes of one kind, whose parameters may differ from source to source.

use crate::error::{Error, Result};
use crate::geometry::{AnyShape, Kind, MAX_PARAMETERS, Ties};

/// A shape parameter: one value for all sources, or one each.
#[derive(Debug, Clone, Copy)]
pub enum Column<'a> {
    /// Shared.
    One(f64),
    /// One per source.
    Each(&'a [f64]),
}

/// Insists on the right number of parameters, and on one value for all of `n` sources or one each.
pub(super) fn check_lengths(kind: Kind, columns: &[Column<'_>], n: usize, ties: Ties) -> Result<()> {
    if columns.len() != kind.parameters().len() {
        // The registry has the words for it.
        kind.build(&vec![1.0; columns.len()], ties)?;
    }
    for (k, column) in columns.iter().enumerate() {
        if let Column::Each(values) = column
            && values.len() != n
        {
            let name = kind.parameters()[k].to_owned();
            return Err(Error::Length { name, expected: n, got: values.len() });
        }
    }
    Ok(())
}

/// Shapes of one kind.
#[derive(Debug, Clone)]
pub(super) struct Family<'a> {
    pub kind: Kind,
    pub columns: Vec<Column<'a>>,
    pub ties: Ties,
}

impl Family<'_> {
    /// Whether all sources have the same shape.
    pub fn is_shared(&self) -> bool {
        self.columns.iter().all(|column| matches!(column, Column::One(_)))
    }

    /// Checks the parameters of `n` sources.
    pub fn check(&self, n: usize) -> Result<()> {
        (0..n).try_for_each(|i| self.build(i).map(drop).map_err(|error| error.at_source(i)))
    }

    /// The shape of source `i`.
    pub fn build(&self, i: usize) -> Result<AnyShape> {
        let mut values = [0.0; MAX_PARAMETERS];
        for (value, column) in values.iter_mut().zip(&self.columns) {
            *value = match column {
                Column::One(shared) => *shared,
                Column::Each(each) => each[i],
            };
        }
        let count = self.columns.len().min(MAX_PARAMETERS);
        self.kind.build(&values[..count], self.ties)
    }
}
