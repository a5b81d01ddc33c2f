//! Entry point for the weights of a single aperture, with little overhead: masks are made one by one in loops.

use super::apertures::{painted, zeros};
use super::asked::{sampling, ties};
use super::given::Given;
use super::simple::{Parameter, Simple, as_shape};
use crate::batch::Footprint;
use crate::geometry::{AnyShape, Outline, Point, Ties};
use crate::raster::{At, Coverage, Dense, Place, Prepared, Sampling, Scanner, Window};
use numpy::{PyArray2, PyArrayMethods};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use std::cell::RefCell;

/// More elements than this are given back after a call.
const KEEP: usize = 1 << 15;

/// The buffers of a thread, kept from call to call.
#[derive(Default)]
struct Buffers {
    scanner: Scanner,
    coverage: Coverage,
    outline: Outline,
}

/// Weights as an array, and ixmin, ixmax, iymin, iymax of the box they are in.
type Mask<'py> = (Bound<'py, PyArray2<f64>>, (i64, i64, i64, i64));

/// Weights of one aperture in its bounding box, and that box.
#[pyfunction]
#[pyo3(signature = (shape, position, params, *, subpixels=0, snap=true))]
pub(super) fn mask<'py>(
    py: Python<'py>,
    shape: &str,
    position: (f64, f64),
    params: &Bound<'py, PyTuple>,
    subpixels: u32,
    snap: bool,
) -> PyResult<Mask<'py>> {
    let (given, sampling) = (Given::new(shape, params)?, sampling(subpixels, ties(snap))?);
    if let Some(shape) = single(&given, ties(snap))? {
        return scanned(py, shape, Point::new(position.0, position.1), sampling);
    }
    let position = [position.0, position.1];
    let sources = given.sources(py, &position, ties(snap))?;
    let (arrays, windows) = painted(py, &Footprint { sources, sampling }, None)?;
    Ok((arrays.get_item(0)?.cast_into()?, edges(&windows[0])))
}

/// The shape, if it is no compound.
fn single(given: &Given<'_>, ties: Ties) -> PyResult<Option<AnyShape>> {
    match given {
        Given::Simple(Simple::Numbers(kind, parameters)) => {
            let number = |parameter: &Parameter<'_>| match parameter {
                Parameter::One(value) => Ok(*value),
                Parameter::Each(_) => Err(PyValueError::new_err("one aperture has one number for each size")),
            };
            let values = parameters.iter().map(number).collect::<PyResult<Vec<_>>>()?;
            Ok(Some(kind.build(&values, ties)?))
        }
        Given::Simple(Simple::Path(path)) => Ok(Some(as_shape(path, ties))),
        Given::Compound(_) => Ok(None),
    }
}

fn scanned<'py>(py: Python<'py>, shape: AnyShape, at: Point, sampling: Sampling) -> PyResult<Mask<'py>> {
    thread_local! {
        static BUFFERS: RefCell<Buffers> = RefCell::default();
    }
    // They are put back after a success only.
    let mut buffers = BUFFERS.take();
    let Buffers { scanner, coverage, outline } = &mut buffers;
    let source = Prepared::in_memory(shape, std::mem::take(outline));
    let (place, window) = Place::with_box(at, source.extents(), 0)?;
    // The array comes first: a box without the memory for it must fail before it is scanned.
    let array = zeros(py, &window)?;
    py.detach(|| {
        scanner.scan_any(At { source: &source, place: &place, bounds: &window }, window, sampling, coverage)
    })?;
    let mut pixels = array.readwrite();
    let pixels = pixels.as_slice_mut()?;
    if let Some(Dense { weights, stride, window }) = coverage.dense() {
        let rows = pixels.chunks_exact_mut(window.width()).zip(weights.chunks_exact(stride));
        rows.for_each(|(row, weights)| row.copy_from_slice(&weights[..row.len()]));
    } else {
        coverage.paint(&window, pixels);
    }
    *outline = source.into_memory();
    scanner.trim(KEEP);
    coverage.trim(KEEP);
    BUFFERS.set(buffers);
    Ok((array, edges(&window)))
}

fn edges(window: &Window) -> (i64, i64, i64, i64) {
    (window.x0, window.x1, window.y0, window.y1)
}
