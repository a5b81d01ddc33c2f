//! Entry points for the pixels of apertures: values, cutouts, and the pixels that rules leave.

use super::asked::{AskedFootprint, AskedImages, AskedRules};
use super::detached::detached;
use crate::batch::{self, Wanted};
use crate::error::Error;
use numpy::{
    Element, IntoPyArray, PyArray1, PyArray2, PyArrayMethods, PyUntypedArray, PyUntypedArrayMethods,
};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyList, PySlice};

const RESULTS: Error = Error::OutOfMemory("the results");

/// Values of the pixels of apertures: (values, offsets, rows, columns), flat or as lists of one array per source.
#[pyfunction]
#[pyo3(signature = (footprint, images, *, weighted=false, pix=false, flat=false))]
#[allow(clippy::type_complexity)]
pub(super) fn values<'py>(
    py: Python<'py>,
    footprint: AskedFootprint<'py>,
    images: AskedImages<'py>,
    weighted: bool,
    pix: bool,
    flat: bool,
) -> PyResult<(
    Bound<'py, PyAny>,
    Bound<'py, PyArray1<isize>>,
    Option<Bound<'py, PyAny>>,
    Option<Bound<'py, PyAny>>,
)> {
    let (data, given) = (one_image(&images)?, footprint.given()?);
    let (opened, footprint) = (images.open()?, footprint.open(py, &given)?);
    let wanted = if weighted { Wanted::Products } else { Wanted::Bytes };
    let found = detached(py, |cancel| batch::values(&opened, &footprint, wanted, pix, cancel))?;
    let offsets = offsets(found.iter().map(|one| one.count))?;
    let all = if weighted {
        joined(py, found.iter().map(|one| &one.products[..]), &offsets)?.into_any()
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
    let [yy, xx] = [yy, xx].map(|pix| pix.map(|pix| split(pix.into_any())).transpose());
    let (all, yy, xx) = (split(all)?, yy?, xx?);
    Ok((all, offsets.into_pyarray(py), yy, xx))
}

/// Bounding boxes cut out of an image: (cutouts, rows and columns).
#[pyfunction]
#[pyo3(signature = (footprint, images, *, fill_value=f64::NAN, pix=false))]
#[allow(clippy::type_complexity)]
pub(super) fn cutouts<'py>(
    py: Python<'py>,
    footprint: AskedFootprint<'py>,
    images: AskedImages<'py>,
    fill_value: f64,
    pix: bool,
) -> PyResult<(Bound<'py, PyList>, Option<Bound<'py, PyList>>)> {
    let given = footprint.given()?;
    one_image(&images)?;
    let (images, footprint) = (images.open()?, footprint.open(py, &given)?);
    let (windows, found) = detached(py, |cancel| {
        let windows = footprint.sources.bounding_boxes()?;
        Ok((windows, batch::cutouts(&images, &footprint, fill_value, pix, cancel)?))
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

/// Offsets, rows, columns, values, weights and errors.
type Survivors<'py> = (
    Bound<'py, PyArray1<isize>>,
    Bound<'py, PyArray1<i64>>,
    Bound<'py, PyArray1<i64>>,
    Bound<'py, PyArray1<f64>>,
    Bound<'py, PyArray1<f64>>,
    Option<Bound<'py, PyArray1<f64>>>,
);

/// The pixels of apertures that rules leave: (offsets, rows, columns, values, weights, errors).
#[pyfunction]
pub(super) fn survivors<'py>(
    py: Python<'py>,
    footprint: AskedFootprint<'py>,
    images: AskedImages<'py>,
    rules: AskedRules<'py>,
) -> PyResult<Survivors<'py>> {
    let given = footprint.given()?;
    one_image(&images)?;
    let (opened, footprint, rules) = (images.open()?, footprint.open(py, &given)?, rules.open()?);
    let found = detached(py, |cancel| batch::survivors(&opened, &footprint, &rules, cancel))?;
    let offsets = offsets(found.iter().map(|one| one.values.len()))?;
    let rows = joined(py, found.iter().map(|one| &one.rows[..]), &offsets)?;
    let cols = joined(py, found.iter().map(|one| &one.cols[..]), &offsets)?;
    let values = joined(py, found.iter().map(|one| &one.values[..]), &offsets)?;
    let weights = joined(py, found.iter().map(|one| &one.weights[..]), &offsets)?;
    let sigmas = || joined(py, found.iter().map(|one| &one.sigmas[..]), &offsets);
    let errors = images.has_error().then(sigmas).transpose()?;
    Ok((offsets.into_pyarray(py), rows, cols, values, weights, errors))
}

/// The image, if there is one and no stack.
fn one_image<'a, 'py>(images: &'a AskedImages<'py>) -> PyResult<&'a Bound<'py, PyUntypedArray>> {
    match images.data() {
        Some(data) if data.ndim() == 2 => Ok(data),
        data => {
            let got = data.map_or(0, PyUntypedArrayMethods::ndim);
            Err(PyValueError::new_err(format!("data must have 2 dimensions, got {got}")))
        }
    }
}

/// Where the pixels of each source begin in the flat results, and where the last ones end.
fn offsets(counts: impl ExactSizeIterator<Item = usize>) -> PyResult<Vec<isize>> {
    let mut offsets = vec![];
    offsets.try_reserve_exact(counts.len() + 1).map_err(|_| RESULTS)?;
    let mut total = 0;
    offsets.push(total);
    offsets.extend(counts.map(|count| {
        total += count as isize;
        total
    }));
    Ok(offsets)
}

/// One array of all numbers.
fn joined<'a, 'py, T: Element + Copy + 'a>(
    py: Python<'py>,
    parts: impl Iterator<Item = &'a [T]>,
    offsets: &[isize],
) -> PyResult<Bound<'py, PyArray1<T>>> {
    let mut all = vec![];
    let total = offsets.last().copied().unwrap_or(0).unsigned_abs();
    all.try_reserve_exact(total).map_err(|_| RESULTS)?;
    parts.for_each(|part| all.extend_from_slice(part));
    Ok(all.into_pyarray(py))
}

/// An array of its own for each source.
fn split<'py>(py: Python<'py>, all: &Bound<'py, PyAny>, offsets: &[isize]) -> PyResult<Bound<'py, PyAny>> {
    let list = PyList::empty(py);
    for ends in offsets.windows(2) {
        list.append(all.get_item(PySlice::new(py, ends[0], ends[1], 1))?.call_method0("copy")?)?;
    }
    Ok(list.into_any())
}
