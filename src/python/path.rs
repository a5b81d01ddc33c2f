//! Paths as Python objects: they have no fixed number of parameters.

use crate::geometry::{EdgeRule, FillRule, Path};
use numpy::{PyReadonlyArray1, PyReadonlyArray2, PyUntypedArrayMethods};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use std::sync::Arc;

/// A checked path, ready for the kernels: the one parameter of the shape "path".
///
/// Parameters
/// ----------
/// kinds : ndarray of int8, shape (n,)
///     Commands: 0 move, 1 line, 2 arc, 3 close. The first contour is the outer one;
///     every further move begins a hole.
/// data : ndarray of float64, shape (n, 6)
///     Their numbers: x, y of the end for a move and a line; cx, cy, r, theta0, dtheta for
///     an arc; the rest is not looked at.
/// closed : bool, optional
///     Whether the outer contour belongs to the path (and a hole's contour to the hole).
/// evenodd : bool, optional
///     Whether a contour may cross itself, and encloses what it goes round an odd number of
///     times.
#[pyclass(name = "Path", module = "astroapers._rust", frozen)]
pub(super) struct PyPath(Arc<Path>);

impl PyPath {
    pub fn path(&self) -> Arc<Path> {
        Arc::clone(&self.0)
    }
}

/// The kinds of commands, and the six numbers of each.
pub(super) fn commands<'a>(
    kinds: &'a PyReadonlyArray1<'_, i8>,
    data: &'a PyReadonlyArray2<'_, f64>,
) -> PyResult<(&'a [i8], &'a [f64])> {
    let expected = [kinds.len(), 6];
    if data.shape() != expected {
        let text =
            format!("data must have the shape {expected:?}, a row for each of kinds, got {:?}", data.shape());
        return Err(PyValueError::new_err(text));
    }
    match (kinds.as_slice(), data.as_slice()) {
        (Ok(kinds), Ok(numbers)) if data.is_c_contiguous() => Ok((kinds, numbers)),
        _ => Err(PyValueError::new_err("kinds and data must be aligned and C-contiguous")),
    }
}

fn rules(closed: bool, evenodd: bool) -> (EdgeRule, FillRule) {
    (
        if closed { EdgeRule::Closed } else { EdgeRule::Open },
        if evenodd { FillRule::EvenOdd } else { FillRule::Nonzero },
    )
}

#[pymethods]
impl PyPath {
    #[new]
    #[pyo3(signature = (kinds, data, *, closed=true, evenodd=false))]
    fn new(
        py: Python<'_>,
        kinds: PyReadonlyArray1<'_, i8>,
        data: PyReadonlyArray2<'_, f64>,
        closed: bool,
        evenodd: bool,
    ) -> PyResult<Self> {
        let (kinds, data) = commands(&kinds, &data)?;
        let (edges, fill) = rules(closed, evenodd);
        let path = py.detach(|| Path::from_encoded(kinds, data, edges, fill))?;
        Ok(Self(Arc::new(path)))
    }

    /// A polygon from the coordinates of its vertices in the image, and the anchor (x, y) that is its position.
    #[staticmethod]
    #[pyo3(signature = (x, y, *, closed=true, evenodd=false))]
    fn polygon(
        py: Python<'_>,
        x: PyReadonlyArray1<'_, f64>,
        y: PyReadonlyArray1<'_, f64>,
        closed: bool,
        evenodd: bool,
    ) -> PyResult<(Self, (f64, f64))> {
        let (Ok(x), Ok(y)) = (x.as_slice(), y.as_slice()) else {
            return Err(PyValueError::new_err("x and y must be aligned and contiguous"));
        };
        if x.len() != y.len() || x.is_empty() {
            let text = format!("x and y must have one length > 0, got {} and {}", x.len(), y.len());
            return Err(PyValueError::new_err(text));
        }
        let (edges, fill) = rules(closed, evenodd);
        // Copies: while the interpreter is free, somebody else may write to the arrays.
        let (x, y) = (x.to_vec(), y.to_vec());
        let (path, anchor) = py.detach(|| Path::polygon(&x, &y, edges, fill))?;
        Ok((Self(Arc::new(path)), (anchor.x, anchor.y)))
    }
}
