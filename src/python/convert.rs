//! Python arguments as what the engine takes: views of arrays, columns of parameters.
#![allow(unsafe_code)] // Data pointers of numpy arrays become views.

use super::compound::{Combined, PyCompound};
use super::detached::detached;
use super::path::PyPath;
use crate::batch::{Column, Sources};
use crate::error::{Error, filled};
use crate::geometry::{AnyShape, Kind, Path, Polygon, Ties};
use crate::image::{Element, Layout, Reading, View};
use crate::parallel;
use crate::raster::{Frame, Window};
use numpy::{PyArrayDescrMethods, PyReadonlyArray1, PyReadonlyArray2, PyUntypedArray, PyUntypedArrayMethods};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyFloat, PyTuple};
use std::sync::Arc;

/// What an array's elements are, and whether their bytes are swapped.
fn element(array: &Bound<'_, PyUntypedArray>, name: &str) -> PyResult<(Element, bool)> {
    let dtype = array.dtype();
    let element = match (dtype.kind(), dtype.itemsize()) {
        (b'b', 1) => Element::Bool,
        (b'i', 1) => Element::I8,
        (b'u', 1) => Element::U8,
        (b'i', 2) => Element::I16,
        (b'u', 2) => Element::U16,
        (b'i', 4) => Element::I32,
        (b'u', 4) => Element::U32,
        (b'i', 8) => Element::I64,
        (b'u', 8) => Element::U64,
        (b'f', 2) => Element::F16,
        (b'f', 4) => Element::F32,
        (b'f', 8) => Element::F64,
        _ => {
            return Err(PyTypeError::new_err(format!(
                "{name} must be an array of real numbers of at most 8 bytes, got dtype {dtype}"
            )));
        }
    };
    Ok((element, dtype.is_native_byteorder() == Some(false)))
}

/// Which part of the frame the arrays hold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    pub frame: Frame,
    pub window: Window,
}

impl Extent {
    /// The whole frame, or the window of it that begins at `origin`.
    pub fn new(
        ny: usize,
        nx: usize,
        origin: Option<(i64, i64)>,
        frame: Option<(usize, usize)>,
    ) -> PyResult<Self> {
        let (frame_ny, frame_nx) = frame.unwrap_or((ny, nx));
        let frame = Frame { nx: frame_nx, ny: frame_ny };
        let (x0, y0) = origin.unwrap_or((0, 0));
        let window = Window { x0, x1: x0.saturating_add(nx as i64), y0, y1: y0.saturating_add(ny as i64) };
        if window.intersection(&frame.window()) != window {
            return Err(PyValueError::new_err(format!(
                "a window of shape ({ny}, {nx}) at origin ({x0}, {y0}) is not within the frame ({frame_ny}, {frame_nx})"
            )));
        }
        Ok(Self { frame, window })
    }
}

/// The views of a 2-D array, or of the planes of a 3-D one, of the extent's shape.
pub(super) fn views<'a>(
    array: &'a Bound<'_, PyUntypedArray>,
    name: &str,
    extent: &Extent,
) -> PyResult<Vec<View<'a>>> {
    let (element, swapped) = element(array, name)?;
    let (shape, strides) = (array.shape(), array.strides());
    let (ny, nx) = (extent.window.height(), extent.window.width());
    let (planes, plane_stride) = match *shape {
        [y, x] if (y, x) == (ny, nx) => (1, 0),
        [k, y, x] if (y, x) == (ny, nx) => (k, strides[0]),
        _ => {
            return Err(PyValueError::new_err(format!(
                "{name} must have the image's shape ({ny}, {nx}), got {shape:?}"
            )));
        }
    };
    let [.., row_stride, col_stride] = *strides else {
        return Err(PyValueError::new_err(format!("{name} must have 2 dimensions")));
    };
    let layout = Layout { element, swapped, row_stride, col_stride };
    // SAFETY: the pointer is that of a live array object.
    let first = unsafe { (*array.as_array_ptr()).fields.data }.cast::<u8>().cast_const();
    let plane = |k: usize| {
        let start = first.wrapping_offset(k as isize * plane_stride);
        // SAFETY: shape and strides are the array's own, and the borrow keeps it alive.
        unsafe { View::from_raw(start, layout, extent.window) }
    };
    let mut views = Vec::new();
    views.try_reserve_exact(planes).map_err(|_| Error::OutOfMemory("the planes"))?;
    views.extend((0..planes).map(plane));
    Ok(views)
}

/// The (ny, nx) of the images in an array.
pub(super) fn image_shape(array: &Bound<'_, PyUntypedArray>, name: &str) -> PyResult<(usize, usize)> {
    match *array.shape() {
        [ny, nx] | [_, ny, nx] => Ok((ny, nx)),
        ref other => Err(PyValueError::new_err(format!(
            "{name} must be a 2-D image or a 3-D stack of images, got {} dimensions",
            other.len()
        ))),
    }
}

/// Positions and the shape at each, as they come from Python; arrays stay borrowed.
pub(super) struct Apertures<'py> {
    positions: PyReadonlyArray2<'py, f64>,
    shape: Given<'py>,
}

/// How a shape is given.
pub(super) enum Given<'py> {
    /// By its parameters.
    Numbers(Kind, Vec<Parameter<'py>>),
    /// Ready made.
    Path(Arc<Path>),
    /// Of several shapes.
    Compound(Arc<Combined>),
}

/// To make the sources at so few positions takes less time than to let the interpreter go.
const FEW: usize = 100;

/// The name of the shape whose one parameter is a `Path`.
const PATH: &str = "path";
/// The name of the shape whose one parameter is a `Compound`.
const COMPOUND: &str = "compound";

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

/// A path as a shape.
pub(super) fn as_shape(path: &Arc<Path>, ties: Ties) -> AnyShape {
    // photutils' polygons are paths with rules of their own; for other paths it has none.
    let polygon = (ties == Ties::Photutils).then(|| Polygon::of(path)).flatten();
    polygon.map_or_else(|| AnyShape::Path(Arc::clone(path)), AnyShape::Polygon)
}

impl<'py> Given<'py> {
    /// A shape's name and its parameters: numbers, or float64 arrays with one value per source.
    pub fn new(shape: &str, parameters: &Bound<'py, PyTuple>) -> PyResult<Self> {
        match shape {
            PATH => return Ok(Self::Path(parameters.get_item(0)?.cast_into::<PyPath>()?.get().path())),
            COMPOUND => {
                let compound = parameters.get_item(0)?.cast_into::<PyCompound>()?;
                return Ok(Self::Compound(compound.get().combined()));
            }
            _ => (),
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

    /// The sources at these positions (x0, y0, x1, y1, …). Checking the sizes of many takes its time.
    pub fn sources<'a>(&'a self, py: Python<'_>, positions: &'a [f64], ties: Ties) -> PyResult<Sources<'a>> {
        match self {
            Self::Path(path) => Ok(Sources::shared(positions, as_shape(path, ties))),
            Self::Numbers(kind, parameters) => {
                let columns = columns(parameters)?;
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

impl<'py> Apertures<'py> {
    /// A shape's name, its positions and its parameters: numbers, or float64 arrays with one value per source.
    pub fn new(
        shape: &str,
        positions: PyReadonlyArray2<'py, f64>,
        parameters: &Bound<'py, PyTuple>,
    ) -> PyResult<Self> {
        Ok(Self { positions, shape: Given::new(shape, parameters)? })
    }

    /// As the engine takes them.
    pub fn sources(&self, py: Python<'_>, ties: Ties) -> PyResult<Sources<'_>> {
        self.shape.sources(py, rows(&self.positions)?, ties)
    }
}

/// The x and y of an array of one position, which to borrow would take longer.
pub(super) fn one_row(positions: &Bound<'_, PyUntypedArray>) -> PyResult<[f64; 2]> {
    let rows = views(positions, "positions", &Extent::new(1, 2, None, None)?)?;
    let mut reading = Reading::default();
    let values = rows.first().map(|row| row.values(0, 0, 2, &mut reading));
    values
        .and_then(|values| values.first_chunk().copied())
        .ok_or_else(|| PyValueError::new_err("no position"))
}

/// x0, y0, x1, y1, …
fn rows<'a>(positions: &'a PyReadonlyArray2<'_, f64>) -> PyResult<&'a [f64]> {
    // A slice is to be had of Fortran's order, too.
    let rows = positions.shape()[1] == 2 && positions.is_c_contiguous();
    match positions.as_slice() {
        Ok(values) if rows => Ok(values),
        _ => Err(PyValueError::new_err(
            "positions must be an aligned, C-contiguous float64 array of shape (N, 2)",
        )),
    }
}

fn columns<'a>(parameters: &'a [Parameter<'_>]) -> PyResult<Vec<Column<'a>>> {
    parameters.iter().map(Parameter::column).collect()
}
