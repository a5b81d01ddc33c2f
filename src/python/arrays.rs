//! Numpy arrays as what the engine reads in place: views of images and masks, rows of positions.
#![allow(unsafe_code)] // Data pointers of numpy arrays become views.

use crate::error::Error;
use crate::image::{Element, Layout, Reading, View};
use crate::raster::{Frame, Window};
use numpy::{PyArrayDescrMethods, PyReadonlyArray2, PyUntypedArray, PyUntypedArrayMethods};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;

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
pub(super) fn rows<'a>(positions: &'a PyReadonlyArray2<'_, f64>) -> PyResult<&'a [f64]> {
    // `as_slice` accepts Fortran's order as well, which is not that of rows.
    let rows = positions.shape()[1] == 2 && positions.is_c_contiguous();
    match positions.as_slice() {
        Ok(values) if rows => Ok(values),
        _ => Err(PyValueError::new_err(
            "positions must be an aligned, C-contiguous float64 array of shape (N, 2)",
        )),
    }
}
