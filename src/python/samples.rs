//! Entry points for the pixels of apertures: their values, and cutouts.

use super::convert::{Apertures, Extent, image_shape, views};
use super::detached::detached;
use super::kernels::{Planes, mask_arrays, sampling, ties, with_masks};
use crate::batch::{Found, Job, Wanted};
use crate::error::Error;
use crate::raster::Sampling;
use numpy::{
    IntoPyArray, PyArray1, PyArray2, PyArrayMethods, PyReadonlyArray2, PyUntypedArray, PyUntypedArrayMethods,
};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyList, PySlice, PyTuple};

const RESULTS: Error = Error::OutOfMemory("the results");

/// Values of the pixels of apertures: (values, offsets, rows, columns), flat or as lists of one array per source.
#[pyfunction]
#[pyo3(signature = (shape, positions, params, data, *, mask=None, subpixels=1, weighted=false, pix=false, flat=false))]
#[allow(clippy::too_many_arguments, clippy::type_complexity)]
pub(super) fn values<'py>(
    py: Python<'py>,
    shape: &str,
    positions: PyReadonlyArray2<'py, f64>,
    params: &Bound<'py, PyTuple>,
    data: &Bound<'py, PyUntypedArray>,
    mask: Option<&Bound<'py, PyAny>>,
    subpixels: u32,
    weighted: bool,
    pix: bool,
    flat: bool,
) -> PyResult<(
    Bound<'py, PyAny>,
    Bound<'py, PyArray1<isize>>,
    Option<Bound<'py, PyAny>>,
    Option<Bound<'py, PyAny>>,
)> {
    let masks = mask_arrays(mask)?;
    let job = one_image(data, &masks, sampling(subpixels, ties(true))?)?;
    let apertures = Apertures::new(shape, positions, params)?;
    let sources = apertures.sources(py, ties(true))?;
    let wanted = if weighted { Wanted::Products } else { Wanted::Bytes };
    let found = detached(py, |cancel| job.values(&sources, wanted, pix, cancel))?;
    let offsets = offsets(&found)?;
    let all = if weighted {
        joined(py, found.iter().map(|one| &one.products[..]), &offsets)?
    } else {
        let total = offsets.last().copied().unwrap_or(0);
        let all = py.import("numpy")?.call_method1("empty", (total, data.dtype()))?;
        let bytes = all.call_method1("view", ("u1",))?.cast_into::<PyArray1<u8>>()?;
        let mut bytes = bytes.readwrite();
        let mut rest = bytes.as_slice_mut()?;
        for one in &found {
            let (own, behind) = rest.split_at_mut(one.bytes.len());
            own.copy_from_slice(&one.bytes);
            rest = behind;
        }
        all
    };
    let coordinates =
        |k: usize| pix.then(|| joined(py, found.iter().map(|one| &one.pix[k][..]), &offsets)).transpose();
    let (yy, xx) = (coordinates(0)?, coordinates(1)?);
    drop(found); // before anything is copied once more
    let split = |all: Bound<'py, PyAny>| if flat { Ok(all) } else { split(py, &all, &offsets) };
    let (all, yy, xx) = (split(all)?, yy.map(split).transpose()?, xx.map(split).transpose()?);
    Ok((all, offsets.into_pyarray(py), yy, xx))
}

/// Bounding boxes cut out of an image: (cutouts, rows and columns).
#[pyfunction]
#[pyo3(signature = (shape, positions, params, data, *, mask=None, subpixels=0, fill_value=f64::NAN, pix=false))]
#[allow(clippy::too_many_arguments, clippy::type_complexity)]
pub(super) fn cutouts<'py>(
    py: Python<'py>,
    shape: &str,
    positions: PyReadonlyArray2<'py, f64>,
    params: &Bound<'py, PyTuple>,
    data: &Bound<'py, PyUntypedArray>,
    mask: Option<&Bound<'py, PyAny>>,
    subpixels: u32,
    fill_value: f64,
    pix: bool,
) -> PyResult<(Bound<'py, PyList>, Option<Bound<'py, PyList>>)> {
    let masks = mask_arrays(mask)?;
    let job = one_image(data, &masks, sampling(subpixels, ties(true))?)?;
    let apertures = Apertures::new(shape, positions, params)?;
    let sources = apertures.sources(py, ties(true))?;
    let (windows, found) = detached(py, |cancel| {
        let windows = sources.bounding_boxes()?;
        Ok((windows, job.cutouts(&sources, fill_value, pix, cancel)?))
    })?;
    let cutouts = PyList::empty(py);
    let coordinates = pix.then(|| PyList::empty(py));
    for (one, window) in found.into_iter().zip(&windows) {
        let array = |values: Vec<f64>| -> PyResult<Bound<'py, PyArray2<f64>>> {
            values.into_pyarray(py).reshape([window.height(), window.width()])
        };
        cutouts.append(array(one.products)?)?;
        if let Some(list) = &coordinates {
            let [yy, xx] = one.pix;
            list.append((array(yy)?, array(xx)?))?;
        }
    }
    Ok((cutouts, coordinates))
}

/// A job with one image and masks of its shape.
fn one_image<'a>(
    data: &'a Bound<'_, PyUntypedArray>,
    masks: &'a [Bound<'_, PyUntypedArray>],
    sampling: Sampling,
) -> PyResult<Job<'a>> {
    if data.ndim() != 2 {
        return Err(PyValueError::new_err(format!("data must have 2 dimensions, got {}", data.ndim())));
    }
    let (ny, nx) = image_shape(data, "data")?;
    let extent = Extent::new(ny, nx, None, None)?;
    let job = Job::new(extent.frame).sampling(sampling).planes(views(data, "data", &extent)?);
    Ok(with_masks(job, masks, &extent, Planes::One)?.0)
}

/// Where the pixels of each source begin in the flat results, and where the last ones end.
fn offsets(found: &[Found]) -> PyResult<Vec<isize>> {
    let mut offsets = vec![];
    offsets.try_reserve_exact(found.len() + 1).map_err(|_| RESULTS)?;
    let mut total = 0;
    offsets.push(total);
    offsets.extend(found.iter().map(|one| {
        total += one.count as isize;
        total
    }));
    Ok(offsets)
}

/// One array of all numbers.
fn joined<'a, 'py>(
    py: Python<'py>,
    parts: impl Iterator<Item = &'a [f64]>,
    offsets: &[isize],
) -> PyResult<Bound<'py, PyAny>> {
    let mut all = vec![];
    let total = offsets.last().copied().unwrap_or(0).unsigned_abs();
    all.try_reserve_exact(total).map_err(|_| RESULTS)?;
    parts.for_each(|part| all.extend_from_slice(part));
    Ok(all.into_pyarray(py).into_any())
}

/// An array of its own for each source.
fn split<'py>(py: Python<'py>, all: &Bound<'py, PyAny>, offsets: &[isize]) -> PyResult<Bound<'py, PyAny>> {
    let list = PyList::empty(py);
    for ends in offsets.windows(2) {
        list.append(all.get_item(PySlice::new(py, ends[0], ends[1], 1))?.call_method0("copy")?)?;
    }
    Ok(list.into_any())
}
