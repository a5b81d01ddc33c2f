//! The generic entry points. A shape is named, its parameters are a tuple, and everything else is the same for all.

use super::convert::{Apertures, Extent, image_shape, views};
use crate::batch::{self, Job, Sources};
use crate::geometry::Ties;
use crate::raster::{Coverage, Sampling, Window};
use crate::reduce::ErrorPower;
use numpy::{
    IntoPyArray, PyArray1, PyArray2, PyArrayMethods, PyReadonlyArray2, PyUntypedArray, PyUntypedArrayMethods,
};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};

/// Coverages are made without the interpreter, so many at a time, and then become arrays.
const COVERAGES: usize = 256;

fn sampling(subpixels: u32, ties: Ties) -> Sampling {
    if subpixels == 0 { Sampling::Exact } else { Sampling::Grid(subpixels, ties) }
}

fn ties(snap: bool) -> Ties {
    if snap { Ties::Native } else { Ties::Photutils }
}

/// A look at pending signals, from within a stretch of work that has let the interpreter go.
struct Signals(Option<PyErr>);

impl Signals {
    fn raised(&mut self) -> bool {
        self.0 = Python::attach(|py| py.check_signals().err());
        self.0.is_some()
    }
}

/// Runs a job without the interpreter.
fn run(py: Python<'_>, job: &Job<'_>, sources: &Sources<'_>) -> PyResult<batch::Sums> {
    let mut signals = Signals(None);
    let result = py.detach(|| job.run(sources, || signals.raised()));
    match signals.0 {
        Some(raised) => Err(raised),
        None => Ok(result?),
    }
}

/// One column per plane: (N,) for one plane that is no stack, else (K, N).
fn columns<'py>(
    py: Python<'py>,
    columns: Vec<Vec<f64>>,
    stack: bool,
    n: usize,
) -> PyResult<Bound<'py, PyAny>> {
    if let (false, [column]) = (stack, &columns[..]) {
        return Ok(PyArray1::from_slice(py, column).into_any());
    }
    let count = columns.len();
    let flat = columns.concat().into_pyarray(py);
    Ok(flat.reshape([count, n])?.into_any())
}

/// Sums, effective areas, variances and overlap of apertures on an image or a stack of images.
#[pyfunction]
#[pyo3(signature = (shape, positions, params, data, *, error=None, mask=None, subpixels=0, error_power=2, snap=true, outside=false, origin=None, frame=None))]
#[allow(clippy::too_many_arguments, clippy::type_complexity)]
pub(super) fn measure<'py>(
    py: Python<'py>,
    shape: &str,
    positions: PyReadonlyArray2<'py, f64>,
    params: &Bound<'py, PyTuple>,
    data: &Bound<'py, PyUntypedArray>,
    error: Option<&Bound<'py, PyUntypedArray>>,
    mask: Option<&Bound<'py, PyUntypedArray>>,
    subpixels: u32,
    error_power: u8,
    snap: bool,
    outside: bool,
    origin: Option<(i64, i64)>,
    frame: Option<(usize, usize)>,
) -> PyResult<(
    Bound<'py, PyAny>,
    Bound<'py, PyAny>,
    Option<Bound<'py, PyArray1<f64>>>,
    Bound<'py, PyArray1<u8>>,
)> {
    let (ny, nx) = image_shape(data, "data")?;
    let extent = Extent::new(ny, nx, origin, frame)?;
    let mut job = Job::new(extent.frame).sampling(sampling(subpixels, ties(snap))).search_outside(outside);
    for plane in views(data, "data", &extent)? {
        job = job.plane(plane);
    }
    let planes = if data.ndim() == 3 { data.shape()[0] } else { 1 };
    let masks = match mask {
        Some(mask) => views(mask, "mask", &extent)?,
        None => vec![],
    };
    let many_masks = mask.is_some_and(|m| m.ndim() == 3);
    if many_masks && (data.ndim() != 3 || masks.len() != planes) {
        let text = format!(
            "mask has {} planes and data {planes}: a stack of masks needs a stack of images",
            masks.len()
        );
        return Err(PyValueError::new_err(text));
    }
    for mask in masks {
        job = job.mask(mask);
    }
    if let Some(error) = error {
        if data.ndim() == 3 || error.ndim() == 3 {
            return Err(PyValueError::new_err("error needs a 2-D image, not a stack"));
        }
        let power = match error_power {
            1 => ErrorPower::Linear,
            2 => ErrorPower::Squared,
            _ => {
                return Err(PyValueError::new_err(format!("error_power must be 1 or 2, got {error_power}")));
            }
        };
        for sigma in views(error, "error", &extent)? {
            job = job.sigma(sigma, power);
        }
    }
    let apertures = Apertures::new(shape, positions, params)?;
    let sources = apertures.sources(ties(snap))?;
    let result = run(py, &job, &sources)?;
    let n = sources.len();
    Ok((
        columns(py, result.sums, data.ndim() == 3, n)?,
        columns(py, result.npix, many_masks, n)?,
        result.variance.map(|v| PyArray1::from_slice(py, &v)),
        PyArray1::from_slice(py, &result.overlap),
    ))
}

/// Effective areas of apertures in a frame.
#[pyfunction]
#[pyo3(signature = (shape, positions, params, frame, *, mask=None, subpixels=0, snap=true))]
#[allow(clippy::too_many_arguments)]
pub(super) fn npix<'py>(
    py: Python<'py>,
    shape: &str,
    positions: PyReadonlyArray2<'py, f64>,
    params: &Bound<'py, PyTuple>,
    frame: (usize, usize),
    mask: Option<&Bound<'py, PyUntypedArray>>,
    subpixels: u32,
    snap: bool,
) -> PyResult<Bound<'py, PyAny>> {
    let extent = Extent::new(frame.0, frame.1, None, None)?;
    let mut job = Job::new(extent.frame).sampling(sampling(subpixels, ties(snap)));
    let masks = match mask {
        Some(mask) => views(mask, "mask", &extent)?,
        None => vec![],
    };
    for mask in masks {
        job = job.mask(mask);
    }
    let apertures = Apertures::new(shape, positions, params)?;
    let sources = apertures.sources(ties(snap))?;
    let result = run(py, &job, &sources)?;
    columns(py, result.npix, mask.is_some_and(|m| m.ndim() == 3), sources.len())
}

/// ixmin, ixmax, iymin, iymax of each box, half-open.
fn boxes<'py>(py: Python<'py>, windows: &[Window]) -> PyResult<Bound<'py, PyArray2<i64>>> {
    let flat: Vec<i64> = windows.iter().flat_map(|w| [w.x0, w.x1, w.y0, w.y1]).collect();
    PyArray1::from_vec(py, flat).reshape([windows.len(), 4])
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
    let apertures = Apertures::new(shape, positions, params)?;
    let sources = apertures.sources(ties(snap))?;
    let windows = py.detach(|| sources.bounding_boxes())?;
    boxes(py, &windows)
}

/// Weights of apertures in their bounding boxes.
#[pyfunction]
#[pyo3(signature = (shape, positions, params, *, subpixels=0, snap=true))]
pub(super) fn weights<'py>(
    py: Python<'py>,
    shape: &str,
    positions: PyReadonlyArray2<'py, f64>,
    params: &Bound<'py, PyTuple>,
    subpixels: u32,
    snap: bool,
) -> PyResult<(Bound<'py, PyList>, Bound<'py, PyArray2<i64>>)> {
    let apertures = Apertures::new(shape, positions, params)?;
    let sources = apertures.sources(ties(snap))?;
    let windows = py.detach(|| sources.bounding_boxes())?;
    let zeros = py.import("numpy")?.getattr("zeros")?;
    let list = PyList::empty(py);
    for start in (0..sources.len()).step_by(COVERAGES) {
        let end = sources.len().min(start + COVERAGES);
        // The arrays come first: a box without the memory for its array must fail before it is scanned.
        let arrays: Vec<Bound<'py, PyArray2<f64>>> = windows[start..end]
            .iter()
            .map(|w| Ok(zeros.call1(((w.height(), w.width()),))?.cast_into::<PyArray2<f64>>()?))
            .collect::<PyResult<_>>()?;
        let coverages: Vec<Coverage> = py.detach(|| {
            (start..end)
                .map(|i| sources.coverage(i, sampling(subpixels, ties(snap))))
                .collect::<crate::error::Result<_>>()
        })?;
        for (array, coverage) in arrays.into_iter().zip(&coverages) {
            coverage.paint(array.readwrite().as_slice_mut()?);
            list.append(array)?;
        }
        py.check_signals()?;
    }
    Ok((list, boxes(py, &windows)?))
}

/// Analytic areas of n shapes.
#[pyfunction]
pub(super) fn area<'py>(
    py: Python<'py>,
    shape: &str,
    params: &Bound<'py, PyTuple>,
    n: usize,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let none = PyArray2::zeros(py, [0, 2], false);
    let areas = Apertures::new(shape, none.readonly(), params)?.areas(n)?;
    Ok(PyArray1::from_vec(py, areas))
}
