//! The generic entry points. A shape is named, its parameters are a tuple, and everything else is the same for all.

use super::convert::{Apertures, Extent, Given, areas, image_shape, one_row, views};
use super::detached::{detached, run};
use super::raw::numbers;
use crate::batch::{Job, Sources};
use crate::error::filled;
use crate::geometry::Ties;
use crate::raster::{Sampling, Window};
use crate::reduce::ErrorPower;
use numpy::{
    IntoPyArray, PyArray1, PyArray2, PyArrayMethods, PyReadonlyArray2, PyUntypedArray, PyUntypedArrayMethods,
};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyList, PyTuple};

/// Coverages are made without the interpreter, so many at a time, and then become arrays.
const COVERAGES: usize = 4096;
/// ... or so many pixels, if they are large.
const COVERED_PIXELS: usize = 1 << 22;

/// More samples along a side take seconds a source, in which nothing looks for Ctrl-C.
const MOST_SUBPIXELS: u32 = 1000;

pub(super) fn sampling(subpixels: u32, ties: Ties) -> PyResult<Sampling> {
    match subpixels {
        0 => Ok(Sampling::Exact),
        n if n <= MOST_SUBPIXELS => Ok(Sampling::Grid(n, ties)),
        n => Err(PyValueError::new_err(format!("subpixels must be at most {MOST_SUBPIXELS}, got {n}"))),
    }
}

pub(super) fn ties(snap: bool) -> Ties {
    if snap { Ties::Native } else { Ties::Photutils }
}

/// The masks of an argument that is an array or a tuple of arrays.
pub(super) fn mask_arrays<'py>(
    mask: Option<&Bound<'py, PyAny>>,
) -> PyResult<Vec<Bound<'py, PyUntypedArray>>> {
    let Some(mask) = mask else { return Ok(vec![]) };
    match mask.cast::<PyTuple>() {
        Ok(several) => several.iter().map(|mask| Ok(mask.cast_into()?)).collect(),
        Err(_) => Ok(vec![mask.cast::<PyUntypedArray>()?.clone()]),
    }
}

/// Which stacks of masks fit.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Planes {
    /// None: there is but one image.
    One,
    /// Those of so many planes.
    Stack(usize),
    /// Any: there are no images.
    Any,
}

/// Adds masks to a job, each of the image's shape or a stack. Also tells whether there was a stack.
pub(super) fn with_masks<'a>(
    mut job: Job<'a>,
    masks: &'a [Bound<'_, PyUntypedArray>],
    extent: &Extent,
    mut planes: Planes,
) -> PyResult<(Job<'a>, bool)> {
    let mut stack = false;
    for mask in masks {
        let mut of_planes = views(mask, "mask", extent)?;
        if mask.ndim() == 2 {
            job = of_planes.drain(..).fold(job, Job::mask);
            continue;
        }
        if planes == Planes::Any {
            planes = Planes::Stack(of_planes.len());
        }
        if planes != Planes::Stack(of_planes.len()) {
            let count = of_planes.len();
            let text = format!("mask is a stack of {count} planes, which needs a stack of as many images");
            return Err(PyValueError::new_err(text));
        }
        stack = true;
        job = job.plane_masks(of_planes);
    }
    Ok((job, stack))
}

/// One column per plane: (N,) for one plane that is no stack, else (K, N).
fn columns<'py>(
    py: Python<'py>,
    mut columns: Vec<Vec<f64>>,
    stack: bool,
    n: usize,
) -> PyResult<Bound<'py, PyAny>> {
    if !stack && columns.len() == 1 {
        return Ok(columns.swap_remove(0).into_pyarray(py).into_any());
    }
    let mut flat = filled(n.saturating_mul(columns.len()), 0.0, "the results")?;
    for (row, column) in flat.chunks_exact_mut(n.max(1)).zip(&columns) {
        row.copy_from_slice(column);
    }
    Ok(flat.into_pyarray(py).reshape([columns.len(), n])?.into_any())
}

/// How weights enter a variance.
pub(super) fn power(error_power: u8) -> PyResult<ErrorPower> {
    match error_power {
        1 => Ok(ErrorPower::Linear),
        2 => Ok(ErrorPower::Squared),
        _ => Err(PyValueError::new_err(format!("error_power must be 1 or 2, got {error_power}"))),
    }
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
    mask: Option<&Bound<'py, PyAny>>,
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
    let job = Job::new(extent.frame)
        .sampling(sampling(subpixels, ties(snap))?)
        .search_outside(outside)
        .planes(views(data, "data", &extent)?);
    let planes = if data.ndim() == 3 { Planes::Stack(data.shape()[0]) } else { Planes::One };
    let masks = mask_arrays(mask)?;
    let (mut job, many_masks) = with_masks(job, &masks, &extent, planes)?;
    if let Some(error) = error {
        if data.ndim() == 3 || error.ndim() == 3 {
            return Err(PyValueError::new_err("error needs a 2-D image, not a stack"));
        }
        let power = power(error_power)?;
        for sigma in views(error, "error", &extent)? {
            job = job.sigma(sigma, power);
        }
    }
    let apertures = Apertures::new(shape, positions, params)?;
    let sources = apertures.sources(py, ties(snap))?;
    let result = run(py, &job, &sources)?;
    let n = sources.len();
    Ok((
        columns(py, result.sums, data.ndim() == 3, n)?,
        columns(py, result.npix, many_masks, n)?,
        result.variance.map(|v| v.into_pyarray(py)),
        result.overlap.into_pyarray(py),
    ))
}

/// Sum and effective area of a single aperture on one image, as numbers: to make arrays of them takes longer than a small sum.
#[pyfunction]
#[pyo3(signature = (shape, positions, params, data, mask, subpixels))]
pub(super) fn measure_one<'py>(
    py: Python<'py>,
    shape: &str,
    positions: &Bound<'py, PyUntypedArray>,
    params: &Bound<'py, PyTuple>,
    data: &Bound<'py, PyUntypedArray>,
    mask: Option<&Bound<'py, PyAny>>,
    subpixels: u32,
) -> PyResult<(f64, f64)> {
    let position = one_row(positions)?;
    let (ny, nx) = image_shape(data, "data")?;
    let extent = Extent::new(ny, nx, None, None)?;
    let sampling = sampling(subpixels, Ties::Native)?;
    let job = Job::new(extent.frame).sampling(sampling).planes(views(data, "data", &extent)?);
    let masks = mask_arrays(mask)?;
    let (job, _) = with_masks(job, &masks, &extent, Planes::One)?;
    if data.ndim() != 2 {
        return Err(PyValueError::new_err(format!("data must have 2 dimensions, got {}", data.ndim())));
    }
    let given = Given::new(shape, params)?;
    let sources = given.sources(py, &position, Ties::Native)?;
    Ok(py.detach(|| job.run_one(&sources))?)
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
    mask: Option<&Bound<'py, PyAny>>,
    subpixels: u32,
    snap: bool,
) -> PyResult<Bound<'py, PyAny>> {
    let extent = Extent::new(frame.0, frame.1, None, None)?;
    let job = Job::new(extent.frame).sampling(sampling(subpixels, ties(snap))?);
    let masks = mask_arrays(mask)?;
    let (job, many_masks) = with_masks(job, &masks, &extent, Planes::Any)?;
    let apertures = Apertures::new(shape, positions, params)?;
    let sources = apertures.sources(py, ties(snap))?;
    let result = run(py, &job, &sources)?;
    columns(py, result.npix, many_masks, sources.len())
}

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
    let apertures = Apertures::new(shape, positions, params)?;
    let sources = apertures.sources(py, ties(snap))?;
    let windows = py.detach(|| sources.bounding_boxes())?;
    boxes(py, &windows)
}

/// Weights of apertures in their bounding boxes, or all in one box: ixmin, ixmax, iymin, iymax.
#[pyfunction]
#[pyo3(signature = (shape, positions, params, *, subpixels=0, snap=true, window=None))]
pub(super) fn weights<'py>(
    py: Python<'py>,
    shape: &str,
    positions: PyReadonlyArray2<'py, f64>,
    params: &Bound<'py, PyTuple>,
    subpixels: u32,
    snap: bool,
    window: Option<(i64, i64, i64, i64)>,
) -> PyResult<(Bound<'py, PyList>, Bound<'py, PyArray2<i64>>)> {
    let apertures = Apertures::new(shape, positions, params)?;
    let sources = apertures.sources(py, ties(snap))?;
    let window = window.map(|(x0, x1, y0, y1)| Window { x0, x1, y0, y1 });
    let (list, windows) = painted(py, &sources, sampling(subpixels, ties(snap))?, window)?;
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
    sources: &Sources<'_>,
    sampling: Sampling,
    within: Option<Window>,
) -> PyResult<(Bound<'py, PyList>, Vec<Window>)> {
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
            detached(py, |cancel| sources.coverages(start..end, sampling, within.as_ref(), cancel))?;
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
    let apertures = Apertures::new(shape, positions, params)?;
    let sources = apertures.sources(py, Ties::Native)?;
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
    numbers(shape, &values).map(drop)
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
