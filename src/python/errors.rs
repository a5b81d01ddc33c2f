//! Errors of the engine as Python exceptions.

use crate::error::Error;
use pyo3::exceptions::{PyKeyboardInterrupt, PyMemoryError, PyValueError};
use pyo3::prelude::*;

impl From<Error> for PyErr {
    fn from(error: Error) -> Self {
        let text = error.to_string();
        match error {
            Error::OutOfMemory(_) => PyMemoryError::new_err(text),
            Error::Stopped => PyKeyboardInterrupt::new_err(text),
            Error::InvalidParameter { .. }
            | Error::ParameterCount { .. }
            | Error::UnknownName { .. }
            | Error::Unfit(_)
            | Error::InvalidContour { .. }
            | Error::Length { .. }
            | Error::NoBox { .. } => PyValueError::new_err(text),
        }
    }
}
