//! Entry points for apertures by themselves, without images: boxes, weights, outlines, areas.

use super::arrays::rows;
use super::asked::{AskedFootprint, ties};
use super::detached::detached;
use super::given::{Given, areas};
use super::simple::numbers;
use crate::batch::Footprint;
use crate::error::filled;
use crate::geometry::Ties;
use crate::raster::Window;
use numpy::{IntoPyArray, PyArray1, PyArray2, PyArrayMethods, PyReadonlyArray2};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyList, PyTuple};

/// Coverages are made with the lock released, this many at a time, and then become arrays.
const COVERAGES: usize = 4096;
/// ... or so many pixels, if they are large.
const COVERED_PIXELS: usize = 1 << 22;

/// ixmin, ixmax, iymin, iymax of each box, half-open.
fn boxes<'py>(py: Python<'py>, windows: &[Window]) -> PyResult<Bound<'py, PyArray2<i64>>> {
    let mut flat = filled(4 * windows.len(), 0, "the bounding boxes")?;
    for (row, w) in flat.chunks_exact_mut(4).zip(windows) {
        row.copy_from_slice(&[w.x0, w.x1, w.y0, w.y1]);
    }
    flat.into_pyarray(py).reshape([windows.len(), 4])
}

/// Bounding boxes of apertures.
#[pyfunction]
#[pyo3(signature = (shape, positions, params, *, snap=true))]
pub(super) fn bboxes<'py>(
    py: Python<'py>,
    shape: &str,
    positions: PyReadonlyArray2<'py, f64>,
    params: &Bound<'py, PyTuple>,
    snap: bool,
) -> PyResult<Bound<'py, PyArray2<i64>>> {
    let given = Given::new(shape, params)?;
    let sources = given.sources(py, rows(&positions)?, ties(snap))?;
    let windows = py.detach(|| sources.bounding_boxes())?;
    boxes(py, &windows)
}

/// Weights of apertures in their bounding boxes, or all in one box: ixmin, ixmax, iymin, iymax.
#[pyfunction]
#[pyo3(signature = (footprint, window=None))]
pub(super) fn weights<'py>(
    py: Python<'py>,
    footprint: AskedFootprint<'py>,
    window: Option<(i64, i64, i64, i64)>,
) -> PyResult<(Bound<'py, PyList>, Bound<'py, PyArray2<i64>>)> {
    let given = footprint.given()?;
    let footprint = footprint.open(py, &given)?;
    let window = window.map(|(x0, x1, y0, y1)| Window { x0, x1, y0, y1 });
    let (list, windows) = painted(py, &footprint, window)?;
    Ok((list, boxes(py, &windows)?))
}

/// An array for the pixels of a window, by numpy: it raises where there is no memory for it.
pub(super) fn zeros<'py>(py: Python<'py>, window: &Window) -> PyResult<Bound<'py, PyArray2<f64>>> {
    static ZEROS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let zeros = ZEROS.import(py, "numpy", "zeros")?;
    Ok(zeros.call1(((window.height(), window.width()),))?.cast_into()?)
}

/// Weights as arrays, and the boxes that they are in: the bounding boxes, or the same one for all.
pub(super) fn painted<'py>(
    py: Python<'py>,
    footprint: &Footprint<'_>,
    within: Option<Window>,
) -> PyResult<(Bound<'py, PyList>, Vec<Window>)> {
    let Footprint { sources, sampling } = footprint;
    let windows = match within {
        Some(window) => filled(sources.len(), window, "the boxes")?,
        None => py.detach(|| sources.bounding_boxes())?,
    };
    let list = PyList::empty(py);
    let mut start = 0;
    while start < sources.len() {
        // The arrays come first: a box without the memory for its array must fail before it is scanned.
        let (mut arrays, mut pixels) = (vec![], 0);
        for w in &windows[start..] {
            arrays.push(zeros(py, w)?);
            pixels += w.height().saturating_mul(w.width());
            if arrays.len() == COVERAGES || pixels >= COVERED_PIXELS {
                break;
            }
        }
        let end = start + arrays.len();
        let coverages =
            detached(py, |cancel| sources.coverages(start..end, *sampling, within.as_ref(), cancel))?;
        for ((array, coverage), window) in arrays.into_iter().zip(&coverages).zip(&windows[start..end]) {
            coverage.paint(window, array.readwrite().as_slice_mut()?);
            list.append(array)?;
        }
        py.check_signals()?;
        start = end;
    }
    Ok((list, windows))
}

/// The outlines of apertures as polygons around their positions: a list of arrays of vertices for each.
#[pyfunction]
pub(super) fn outlines<'py>(
    py: Python<'py>,
    shape: &str,
    positions: PyReadonlyArray2<'py, f64>,
    params: &Bound<'py, PyTuple>,
) -> PyResult<Bound<'py, PyList>> {
    let given = Given::new(shape, params)?;
    let sources = given.sources(py, rows(&positions)?, Ties::Native)?;
    let list = PyList::empty(py);
    for i in 0..sources.len() {
        let rings = PyList::empty(py);
        for ring in py.detach(|| sources.rings(i))? {
            let flat: Vec<f64> = ring.iter().flat_map(|point| [point.x, point.y]).collect();
            rings.append(flat.into_pyarray(py).reshape([ring.len(), 2])?)?;
        }
        list.append(rings)?;
        py.check_signals()?;
    }
    Ok(list)
}

/// Applies the rules of a shape to its sizes, numbers all of them.
#[pyfunction]
pub(super) fn check(shape: &str, params: &Bound<'_, PyTuple>) -> PyResult<()> {
    let values = params.iter().map(|value| value.extract()).collect::<PyResult<Vec<f64>>>()?;
    Ok(numbers(shape, &values).map(drop)?)
}

/// Analytic areas of n shapes, which may depend on where they are.
#[pyfunction]
#[pyo3(signature = (shape, params, n, *, positions=None))]
pub(super) fn area<'py>(
    py: Python<'py>,
    shape: &str,
    params: &Bound<'py, PyTuple>,
    n: usize,
    positions: Option<PyReadonlyArray2<'py, f64>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    Ok(areas(py, shape, params, n, positions)?.into_pyarray(py))
}
