//! Shapes given by Python as a name and parameters; all but compounds.

use super::path::PyPath;
use crate::batch::Column;
use crate::error::Result;
use crate::geometry::{AnyShape, Kind, Path, Polygon, Ties};
use numpy::PyReadonlyArray1;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyFloat, PyTuple};
use std::sync::Arc;

/// The name of the shape whose one parameter is a `Path`.
const PATH: &str = "path";

/// How a shape is given.
pub(super) enum Simple<'py> {
    /// By its parameters.
    Numbers(Kind, Vec<Parameter<'py>>),
    /// Ready made.
    Path(Arc<Path>),
}

/// One number for all sources, or one for each.
pub(super) enum Parameter<'py> {
    One(f64),
    Each(PyReadonlyArray1<'py, f64>),
}

impl Parameter<'_> {
    /// As the engine takes it.
    pub fn column(&self) -> PyResult<Column<'_>> {
        match self {
            Self::One(value) => Ok(Column::One(*value)),
            Self::Each(array) => array
                .as_slice()
                .map(Column::Each)
                .map_err(|_| PyValueError::new_err("an array of parameters must be contiguous")),
        }
    }
}

impl<'py> Simple<'py> {
    /// A shape's name and its parameters: numbers, or float64 arrays with one value per source.
    pub fn new(shape: &str, parameters: &Bound<'py, PyTuple>) -> PyResult<Self> {
        if shape == PATH {
            return Ok(Self::Path(parameters.get_item(0)?.cast_into::<PyPath>()?.get().path()));
        }
        let parameter = |value: Bound<'py, PyAny>| {
            if let Ok(number) = value.cast::<PyFloat>() {
                return Ok(Parameter::One(number.value()));
            }
            match value.extract::<PyReadonlyArray1<'py, f64>>() {
                Ok(array) => Ok(Parameter::Each(array)),
                Err(_) => value.extract().map(Parameter::One),
            }
        };
        let parameters = parameters.iter().map(parameter).collect::<PyResult<_>>()?;
        Ok(Self::Numbers(shape.parse()?, parameters))
    }
}

/// A path as a shape.
pub(super) fn as_shape(path: &Arc<Path>, ties: Ties) -> AnyShape {
    // photutils' polygons are paths with rules of their own; for other paths it has none.
    let polygon = (ties == Ties::Photutils).then(|| Polygon::of(path)).flatten();
    polygon.map_or_else(|| AnyShape::Path(Arc::clone(path)), AnyShape::Polygon)
}

/// A shape that is described by numbers.
pub(super) fn numbers(shape: &str, values: &[f64]) -> Result<AnyShape> {
    shape.parse::<Kind>()?.build(values, Ties::Native)
}
