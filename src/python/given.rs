//! Any shape as it comes from Python, and the sources that have it.

use super::arrays::rows;
use super::compound::{Combined, PyCompound};
use super::detached::detached;
use super::simple::{Parameter, Simple, as_shape};
use crate::batch::Sources;
use crate::error::filled;
use crate::geometry::Ties;
use crate::parallel;
use numpy::PyReadonlyArray2;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use std::sync::Arc;

/// How a shape is given.
pub(super) enum Given<'py> {
    Simple(Simple<'py>),
    /// Of several shapes.
    Compound(Arc<Combined>),
}

/// To make the sources at so few positions takes less time than to let the interpreter go.
const FEW: usize = 100;

/// The name of the shape whose one parameter is a `Compound`.
const COMPOUND: &str = "compound";

impl<'py> Given<'py> {
    /// A shape's name and its parameters: numbers, or float64 arrays with one value per source.
    pub fn new(shape: &str, parameters: &Bound<'py, PyTuple>) -> PyResult<Self> {
        if shape == COMPOUND {
            let compound = parameters.get_item(0)?.cast_into::<PyCompound>()?;
            return Ok(Self::Compound(compound.get().combined()));
        }
        Simple::new(shape, parameters).map(Self::Simple)
    }

    /// The sources at these positions (x0, y0, x1, y1, …). Checking the sizes of many takes its time.
    pub fn sources<'a>(&'a self, py: Python<'_>, positions: &'a [f64], ties: Ties) -> PyResult<Sources<'a>> {
        match self {
            Self::Simple(Simple::Path(path)) => Ok(Sources::shared(positions, as_shape(path, ties))),
            Self::Simple(Simple::Numbers(kind, parameters)) => {
                let columns = parameters.iter().map(Parameter::column).collect::<PyResult<_>>()?;
                let make = || Sources::new(positions, *kind, columns, ties);
                Ok(if positions.len() < 2 * FEW { make() } else { py.detach(make) }?)
            }
            Self::Compound(compound) => {
                detached(py, |cancel| parallel::until(cancel, |stop| compound.sources(positions, ties, stop)))
            }
        }
    }
}

/// The areas of `n` such shapes; where the sources are matters only for compounds with parts that stay where they are.
pub(super) fn areas(
    py: Python<'_>,
    shape: &str,
    parameters: &Bound<'_, PyTuple>,
    n: usize,
    positions: Option<PyReadonlyArray2<'_, f64>>,
) -> PyResult<Vec<f64>> {
    let given = Given::new(shape, parameters)?;
    let nowhere = match positions {
        Some(_) => vec![],
        None => filled(n.saturating_mul(2), 0.0, "the areas")?,
    };
    let positions = match &positions {
        Some(positions) => rows(positions)?,
        None => &nowhere,
    };
    let sources = given.sources(py, positions, Ties::Native)?;
    detached(py, |cancel| sources.areas(cancel))
}
