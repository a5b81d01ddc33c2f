//! What all functions of the raw layer share: strict arguments, and results as lists. `raw_table` has the functions.

use super::apertures::painted;
use super::arrays::{Extent, views};
use super::detached::detached;
use super::path::commands;
use super::simple;
use crate::batch::{Footprint, Found, Images, Measurement, Planes, Sources, Step, sum_of_one};
use crate::error::{Error, filled};
use crate::geometry::{AnyShape, EdgeRule, FillRule, Path, Ties};
use crate::image;
use crate::raster::{Frame, Sampling, Window};
use numpy::{
    PyArrayDescrMethods, PyReadonlyArray1, PyReadonlyArray2, PyReadonlyArrayDyn, PyUntypedArray,
    PyUntypedArrayMethods,
};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyList;
use std::sync::Arc;

pub(super) const EXACT: Sampling = Sampling::Exact;
pub(super) const CENTER: Sampling = Sampling::Grid(1, Ties::Native);

/// Sums and effective areas.
pub(super) type Pair = (Vec<f64>, Vec<f64>);
/// ixmin, ixmax, iymin, iymax of every source.
pub(super) type Edges = (Vec<i64>, Vec<i64>, Vec<i64>, Vec<i64>);

/// The kind and the size of an element, its name, and how many dimensions the array has.
#[derive(Clone, Copy)]
pub(super) struct Strict {
    kind: u8,
    size: usize,
    name: &'static str,
    ndim: usize,
}

impl Strict {
    pub const F64: Self = Self::new(b'f', 8, "float64", 2);
    pub const F32: Self = Self::new(b'f', 4, "float32", 2);
    pub const I32: Self = Self::new(b'i', 4, "int32", 2);
    pub const I16: Self = Self::new(b'i', 2, "int16", 2);
    const ROW: Self = Self { ndim: 1, ..Self::F64 };
    const KINDS: Self = Self::new(b'i', 1, "int8", 1);
    const BOOL: Self = Self::new(b'b', 1, "bool", 2);

    const fn new(kind: u8, size: usize, name: &'static str, ndim: usize) -> Self {
        Self { kind, size, name, ndim }
    }

    /// The array, if it is C-contiguous, aligned and of exactly this type.
    #[inline]
    fn array<'a, 'py>(
        self,
        value: &'a Bound<'py, PyAny>,
        argument: &str,
    ) -> PyResult<&'a Bound<'py, PyUntypedArray>> {
        let got = |what: String| {
            let Self { name, ndim, .. } = self;
            format!(
                "{argument} must be a C-contiguous {ndim}-D array of {name} in native byte order, got {what}"
            )
        };
        let Ok(array) = value.cast::<PyUntypedArray>() else {
            return Err(PyTypeError::new_err(got(value.get_type().to_string())));
        };
        let dtype = array.dtype();
        let fits = (dtype.kind(), dtype.itemsize()) == (self.kind, self.size)
            && dtype.is_native_byteorder() != Some(false);
        if !fits || array.ndim() != self.ndim {
            return Err(PyTypeError::new_err(got(format!("{} dimensions of dtype {dtype}", array.ndim()))));
        }
        if !(array.is_c_contiguous() && array.is_aligned()) {
            let what = format!("an array of {dtype} that is not contiguous, or not aligned");
            return Err(PyValueError::new_err(got(what)));
        }
        Ok(array)
    }

    /// The numbers of an array of this type.
    fn numbers<'py>(self, value: &Bound<'py, PyAny>, argument: &str) -> PyResult<PyReadonlyArray1<'py, f64>> {
        self.array(value, argument)?;
        value.extract()
    }
}

/// A shape that is described by numbers.
pub(super) fn numbers(shape: &str, values: &[f64]) -> PyResult<AnyShape> {
    Ok(simple::numbers(shape, values)?)
}

/// A path from its encoded contours.
pub(super) fn path(kinds: &Bound<'_, PyAny>, data: &Bound<'_, PyAny>) -> PyResult<AnyShape> {
    Strict::KINDS.array(kinds, "kinds")?;
    Strict::F64.array(data, "data")?;
    let (kinds, data): (PyReadonlyArray1<'_, i8>, PyReadonlyArray2<'_, f64>) =
        (kinds.extract()?, data.extract()?);
    let (kinds, data) = commands(&kinds, &data)?;
    let path = Path::from_encoded(kinds, data, EdgeRule::Closed, FillRule::Nonzero)?;
    Ok(AnyShape::Path(Arc::new(path)))
}

/// x0, y0, x1, y1, …
pub(super) fn positions(xs: &Bound<'_, PyAny>, ys: &Bound<'_, PyAny>) -> PyResult<Vec<f64>> {
    let (xs, ys) = (Strict::ROW.numbers(xs, "xs")?, Strict::ROW.numbers(ys, "ys")?);
    let (xs, ys) = (xs.as_slice()?, ys.as_slice()?);
    if xs.len() != ys.len() {
        let text = format!("xs and ys must have the same length, got {} and {}", xs.len(), ys.len());
        return Err(PyValueError::new_err(text));
    }
    let mut positions = filled(2 * xs.len(), 0.0, "the positions")?;
    for (pair, (&x, &y)) in positions.chunks_exact_mut(2).zip(xs.iter().zip(ys)) {
        pair.copy_from_slice(&[x, y]);
    }
    Ok(positions)
}

/// Sums over an image and effective areas in it.
pub(super) fn apsum(
    data: &Bound<'_, PyAny>,
    dtype: Strict,
    positions: &[f64],
    shape: AnyShape,
    sampling: Sampling,
) -> PyResult<Pair> {
    let images = image(dtype.array(data, "data")?)?;
    let footprint = Footprint { sources: Sources::shared(positions, shape), sampling };
    let found = plain_sums(data.py(), images, footprint)?;
    Ok((found.get(0, "sum")?, found.get(0, "npix")?))
}

/// The same of one source.
pub(super) fn apsum_one(
    data: &Bound<'_, PyAny>,
    dtype: Strict,
    at: [f64; 2],
    shape: AnyShape,
    sampling: Sampling,
) -> PyResult<(f64, f64)> {
    let images = image(dtype.array(data, "data")?)?;
    Ok(data.py().detach(|| sum_of_one(&images, &Sources::shared(&at, shape), sampling))?)
}

fn image<'a>(array: &'a Bound<'_, PyUntypedArray>) -> PyResult<Images<'a>> {
    let (ny, nx) = (array.shape()[0], array.shape()[1]);
    if ny == 0 || nx == 0 {
        return Err(PyValueError::new_err(format!("data must have pixels, got the shape ({ny}, {nx})")));
    }
    let extent = Extent::new(ny, nx, None, None)?;
    Ok(Images::new(extent.frame).planes(views(array, "data", &extent)?))
}

fn plain_sums(py: Python<'_>, images: Images<'_>, footprint: Footprint<'_>) -> PyResult<Found> {
    let measurement = Measurement::new(images).step(Step::new(footprint, Planes::default()));
    detached(py, |cancel| measurement.run(cancel))
}

/// Effective areas in a frame.
pub(super) fn npix(
    py: Python<'_>,
    positions: &[f64],
    shape: AnyShape,
    sampling: Sampling,
    frame: (i64, i64),
) -> PyResult<Vec<f64>> {
    let (ny, nx) = pixels(frame)?;
    let footprint = Footprint { sources: Sources::shared(positions, shape), sampling };
    Ok(plain_sums(py, Images::new(Frame { nx, ny }), footprint)?.get(0, "npix")?)
}

fn pixels((ny, nx): (i64, i64)) -> PyResult<(usize, usize)> {
    let positive = |n| usize::try_from(n).ok().filter(|&n| n > 0);
    let wrong = || PyValueError::new_err(format!("ny and nx must be at least 1, got {ny} and {nx}"));
    Ok((positive(ny).ok_or_else(wrong)?, positive(nx).ok_or_else(wrong)?))
}

fn edges(windows: &[Window]) -> Edges {
    let column = |edge: fn(&Window) -> i64| windows.iter().map(edge).collect();
    (column(|w| w.x0), column(|w| w.x1), column(|w| w.y0), column(|w| w.y1))
}

/// Bounding boxes.
pub(super) fn bboxes(py: Python<'_>, positions: &[f64], shape: AnyShape) -> PyResult<Edges> {
    let windows = py.detach(|| Sources::shared(positions, shape).bounding_boxes())?;
    Ok(edges(&windows))
}

/// Weights as arrays, and the edges of their boxes.
pub(super) type Weights<'py> = (Bound<'py, PyList>, Vec<i64>, Vec<i64>, Vec<i64>, Vec<i64>);

/// Weights in the bounding boxes.
pub(super) fn weights<'py>(
    py: Python<'py>,
    positions: &[f64],
    shape: AnyShape,
    sampling: Sampling,
) -> PyResult<Weights<'py>> {
    let footprint = Footprint { sources: Sources::shared(positions, shape), sampling };
    let (list, windows) = painted(py, &footprint, None)?;
    let (x0, x1, y0, y1) = edges(&windows);
    Ok((list, x0, x1, y0, y1))
}

/// Weights of one source in any window, row by row.
pub(super) fn weights_in(
    py: Python<'_>,
    position: [f64; 2],
    shape: AnyShape,
    sampling: Sampling,
    corner: (i64, i64),
    size: (i64, i64),
) -> PyResult<Vec<f64>> {
    const OUT: Error = Error::OutOfMemory("the weights");
    let ((x0, y0), (ny, nx)) = (corner, pixels(size)?);
    let mut weights = filled(ny.checked_mul(nx).ok_or(OUT)?, 0.0, "the weights")?;
    let ends = (x0.checked_add(size.1), y0.checked_add(size.0));
    let (Some(x1), Some(y1)) = ends else {
        return Err(PyValueError::new_err("the window ends beyond the range of 64-bit integers"));
    };
    let window = Window { x0, x1, y0, y1 };
    py.detach(|| {
        let coverage = Sources::shared(&position, shape).coverage(0, sampling, Some(&window))?;
        coverage.paint(&window, &mut weights);
        Ok::<_, Error>(())
    })?;
    Ok(weights)
}

/// The farthest set pixels of a mask of any dimension: distance, dimensions, flat list of indices.
#[pyfunction]
pub(super) fn _farthest_mask_pixel(
    py: Python<'_>,
    mask: PyReadonlyArrayDyn<'_, bool>,
    center: &Bound<'_, PyAny>,
    return_pos: bool,
) -> PyResult<(f64, usize, Vec<usize>)> {
    let centre = Strict::ROW.numbers(center, "center")?;
    if !mask.is_c_contiguous() {
        return Err(PyValueError::new_err("mask must be C-contiguous"));
    }
    let (flags, centre) = (mask.as_slice()?, centre.as_slice()?);
    let shape = mask.shape();
    if centre.len() != shape.len() {
        let text = format!(
            "center must have one number for each of {} dimensions, got {}",
            shape.len(),
            centre.len()
        );
        return Err(PyValueError::new_err(text));
    }
    let found = py.detach(|| image::farthest(flags, shape, centre, return_pos))?;
    let found = found.ok_or_else(|| PyValueError::new_err("mask must have a True pixel, got none"))?;
    let mut indices = vec![];
    for flat in if return_pos { &found.indices[..] } else { &[] } {
        let (mut rest, start) = (*flat, indices.len());
        for n in shape.iter().rev() {
            indices.push(rest % n);
            rest /= n;
        }
        indices[start..].reverse();
    }
    Ok((found.radius, shape.len(), indices))
}

/// Distances of selected pixels from (x0, y0), where the first pixel is (x_min, y_min).
#[pyfunction]
pub(super) fn _selected_pixel_distances(
    selected: &Bound<'_, PyAny>,
    x0: f64,
    y0: f64,
    x_min: i64,
    y_min: i64,
) -> PyResult<Vec<f64>> {
    let width = Strict::BOOL.array(selected, "selected")?.shape()[1];
    let selected: PyReadonlyArray2<'_, bool> = selected.extract()?;
    Ok(image::distances(selected.as_slice()?, width, [x0 - x_min as f64, y0 - y_min as f64]))
}
