//! Entry points for sources with rules and flags: totals, statistics, and the pixels themselves.

use super::convert::{Apertures, Extent, image_shape, views};
use super::detached::detached;
use super::kernels::{Planes, mask_arrays, power, sampling, ties, with_masks};
use crate::batch::{Groups, Job, Sources, Survey, Survivors};
use crate::error::{Error, filled};
use crate::geometry::Ties;
use crate::image::{Neighbours, Segmentation};
use crate::reduce::{Clip, ErrorPower};
use numpy::ndarray::Array2;
use numpy::{
    Element, IntoPyArray, PyArray1, PyArray2, PyArrayMethods, PyReadonlyArray1, PyReadonlyArray2,
    PyUntypedArray, PyUntypedArrayMethods,
};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

/// Image of labels, labels of the sources, code of the method.
type Labels<'py> = (Bound<'py, PyUntypedArray>, PyReadonlyArray1<'py, i64>, u8);
/// Centre, spread, lower and upper limit, most rounds (negative: as many as it takes).
type ClipRule = (String, String, f64, f64, i64);
type Columns<'py, T> = Bound<'py, PyArray2<T>>;
/// Offsets, rows, columns, values, weights and errors.
type Pixels<'py> = (
    Bound<'py, PyArray1<isize>>,
    Bound<'py, PyArray1<i64>>,
    Bound<'py, PyArray1<i64>>,
    Bound<'py, PyArray1<f64>>,
    Bound<'py, PyArray1<f64>>,
    Option<Bound<'py, PyArray1<f64>>>,
);

/// Arrays that a survey looks at.
struct Arrays<'a, 'py> {
    data: &'a Bound<'py, PyUntypedArray>,
    error: Option<(&'a Bound<'py, PyUntypedArray>, ErrorPower)>,
    masks: Vec<Bound<'py, PyUntypedArray>>,
    segmentation: Option<Labels<'py>>,
    background: Option<PyReadonlyArray1<'py, f64>>,
}

impl Arrays<'_, '_> {
    /// The survey of `n` sources.
    fn survey(&self, n: usize, subpixels: u32, snap: bool) -> PyResult<Survey<'_>> {
        if self.data.ndim() != 2 {
            let got = self.data.ndim();
            return Err(PyValueError::new_err(format!("data must have 2 dimensions, got {got}")));
        }
        let (ny, nx) = image_shape(self.data, "data")?;
        let extent = Extent::new(ny, nx, None, None)?;
        let mut job = Job::new(extent.frame)
            .sampling(sampling(subpixels, ties(snap))?)
            .planes(views(self.data, "data", &extent)?);
        if let Some((error, power)) = self.error {
            for sigma in views(error, "error", &extent)? {
                job = job.sigma(sigma, power);
            }
        }
        let mut survey = Survey::new(with_masks(job, &self.masks, &extent, Planes::One)?.0);
        if let Some((image, labels, code)) = &self.segmentation {
            let labels = one_each("labels", labels.as_slice()?, n)?;
            let neighbours = Neighbours::try_from(*code)?;
            for image in views(image, "segmentation", &extent)? {
                survey = survey.segmentation(Segmentation { image, labels, neighbours });
            }
        }
        if let Some(background) = &self.background {
            survey = survey.background(one_each("background", background.as_slice()?, n)?);
        }
        Ok(survey)
    }
}

/// Insists on one value for each source.
fn one_each<'a, T>(name: &str, values: &'a [T], n: usize) -> PyResult<&'a [T]> {
    if values.len() == n {
        return Ok(values);
    }
    Err(Error::Length { name: name.to_owned(), expected: n, got: values.len() }.into())
}

fn clipped(survey: Survey<'_>, rule: Option<ClipRule>) -> PyResult<Survey<'_>> {
    let Some((centre, spread, lower, upper, rounds)) = rule else { return Ok(survey) };
    let most = u32::try_from(rounds).ok().or((rounds >= 0).then_some(u32::MAX));
    Ok(survey.clip(Clip { centre: centre.parse()?, spread: spread.parse()?, lower, upper, most }))
}

/// One row for each list, of `n` values each.
fn rows<T: Element + Copy + Default>(
    py: Python<'_>,
    lists: impl ExactSizeIterator<Item = Vec<T>>,
    n: usize,
) -> PyResult<Columns<'_, T>> {
    let count = lists.len();
    let mut all = filled(0, T::default(), "the results")?;
    all.try_reserve_exact(count.saturating_mul(n)).map_err(|_| Error::OutOfMemory("the results"))?;
    lists.for_each(|list| all.extend_from_slice(&list));
    let all =
        Array2::from_shape_vec((count, n), all).map_err(|error| PyValueError::new_err(error.to_string()))?;
    Ok(all.into_pyarray(py))
}

/// Totals of apertures with the same positions: (sums, areas, variances, flags), a row for each target; all
/// but the flags are NaN where there is no overlap.
#[pyfunction]
#[pyo3(signature = (targets, positions, data, *, error=None, mask=None, nonfinite=false, segmentation=None, background=None, clip=None, subpixels=0, error_power=2, snap=true, n_threads=None))]
#[allow(clippy::too_many_arguments, clippy::type_complexity)]
pub(super) fn photometry<'py>(
    py: Python<'py>,
    targets: Vec<(String, Bound<'py, PyTuple>)>,
    positions: PyReadonlyArray2<'py, f64>,
    data: &Bound<'py, PyUntypedArray>,
    error: Option<&Bound<'py, PyUntypedArray>>,
    mask: Option<&Bound<'py, PyAny>>,
    nonfinite: bool,
    segmentation: Option<Labels<'py>>,
    background: Option<PyReadonlyArray1<'py, f64>>,
    clip: Option<ClipRule>,
    subpixels: u32,
    error_power: u8,
    snap: bool,
    n_threads: Option<usize>,
) -> PyResult<(Columns<'py, f64>, Columns<'py, f64>, Option<Columns<'py, f64>>, Columns<'py, i64>)> {
    let error = error.map(|error| Ok::<_, PyErr>((error, power(error_power)?))).transpose()?;
    let arrays = Arrays { data, error, masks: mask_arrays(mask)?, segmentation, background };
    let n = positions.shape()[0];
    let survey = arrays.survey(n, subpixels, snap)?.only_finite(nonfinite).threads(n_threads);
    let survey = clipped(survey, clip)?;
    let apertures = targets
        .iter()
        .map(|(shape, params)| Apertures::new(shape, positions.clone(), params))
        .collect::<PyResult<Vec<_>>>()?;
    let targets = sources(py, &apertures, ties(snap))?;
    let mut totals = detached(py, |cancel| survey.totals(&targets, cancel))?;
    let variances = totals.iter_mut().filter_map(|it| it.variances.take()).collect::<Vec<_>>();
    Ok((
        rows(py, totals.iter_mut().map(|it| std::mem::take(&mut it.sums)), n)?,
        rows(py, totals.iter_mut().map(|it| std::mem::take(&mut it.areas)), n)?,
        error.map(|_| rows(py, variances.into_iter(), n)).transpose()?,
        rows(py, totals.into_iter().map(|it| it.flags), n)?,
    ))
}

fn sources<'a>(py: Python<'_>, apertures: &'a [Apertures<'_>], ties: Ties) -> PyResult<Vec<Sources<'a>>> {
    apertures.iter().map(|aperture| aperture.sources(py, ties)).collect()
}

/// Statistics of the pixels whose centres are in an aperture, by name.
#[pyfunction]
#[pyo3(signature = (shape, params, positions, data, *, mask=None, segmentation=None, background=None, clip=None, wanted=vec![], snap=true, n_threads=None))]
#[allow(clippy::too_many_arguments)]
pub(super) fn statistics<'py>(
    py: Python<'py>,
    shape: &str,
    params: &Bound<'py, PyTuple>,
    positions: PyReadonlyArray2<'py, f64>,
    data: &Bound<'py, PyUntypedArray>,
    mask: Option<&Bound<'py, PyAny>>,
    segmentation: Option<Labels<'py>>,
    background: Option<PyReadonlyArray1<'py, f64>>,
    clip: Option<ClipRule>,
    wanted: Vec<String>,
    snap: bool,
    n_threads: Option<usize>,
) -> PyResult<Bound<'py, PyDict>> {
    let groups = wanted.iter().try_fold(Groups::default(), |groups, name| groups.with(name))?;
    let arrays = Arrays { data, error: None, masks: mask_arrays(mask)?, segmentation, background };
    let n = positions.shape()[0];
    let survey = clipped(arrays.survey(n, 1, snap)?.only_finite(true).threads(n_threads), clip)?;
    let aperture = Apertures::new(shape, positions, params)?;
    let sources = aperture.sources(py, ties(snap))?;
    let found = detached(py, |cancel| survey.statistics(&sources, groups, cancel))?;
    let dict = PyDict::new(py);
    for (name, values) in [("valid", found.valid), ("counts", found.counts), ("flags", found.flags)] {
        dict.set_item(name, values.into_pyarray(py))?;
    }
    for (name, values) in found.columns {
        dict.set_item(name, values.into_pyarray(py))?;
    }
    if let Some(both) = found.moments {
        for (name, values) in ["moments", "moments_central"].into_iter().zip(both) {
            dict.set_item(name, values.into_pyarray(py).reshape([n, 4, 4])?)?;
        }
    }
    Ok(dict)
}

/// The pixels of apertures that count, all finite: (offsets, rows, columns, values, weights, errors).
#[pyfunction]
#[pyo3(signature = (shape, params, positions, data, *, error=None, mask=None, segmentation=None, background=None, clip=None, subpixels=0, snap=true))]
#[allow(clippy::too_many_arguments)]
pub(super) fn survivors<'py>(
    py: Python<'py>,
    shape: &str,
    params: &Bound<'py, PyTuple>,
    positions: PyReadonlyArray2<'py, f64>,
    data: &Bound<'py, PyUntypedArray>,
    error: Option<&Bound<'py, PyUntypedArray>>,
    mask: Option<&Bound<'py, PyAny>>,
    segmentation: Option<Labels<'py>>,
    background: Option<PyReadonlyArray1<'py, f64>>,
    clip: Option<ClipRule>,
    subpixels: u32,
    snap: bool,
) -> PyResult<Pixels<'py>> {
    let with_error = error.map(|error| (error, ErrorPower::Squared));
    let arrays = Arrays { data, error: with_error, masks: mask_arrays(mask)?, segmentation, background };
    let survey = arrays.survey(positions.shape()[0], subpixels, snap)?.only_finite(true);
    let survey = clipped(survey, clip)?;
    let aperture = Apertures::new(shape, positions, params)?;
    let sources = aperture.sources(py, ties(snap))?;
    let found = detached(py, |cancel| survey.survivors(&sources, cancel))?;
    let mut offsets = vec![0];
    let mut end = 0;
    offsets.extend(found.iter().map(|one| {
        end += one.values.len() as isize;
        end
    }));
    Ok((
        offsets.into_pyarray(py),
        joined(py, &found, |one| &one.rows)?,
        joined(py, &found, |one| &one.cols)?,
        joined(py, &found, |one| &one.values)?,
        joined(py, &found, |one| &one.weights)?,
        error.map(|_| joined(py, &found, |one| &one.sigmas)).transpose()?,
    ))
}

/// One array of what all sources have.
fn joined<'py, T: Element + Copy>(
    py: Python<'py>,
    found: &[Survivors],
    of: impl Fn(&Survivors) -> &Vec<T>,
) -> PyResult<Bound<'py, PyArray1<T>>> {
    let mut all = vec![];
    let total = found.iter().map(|one| of(one).len()).sum();
    all.try_reserve_exact(total).map_err(|_| Error::OutOfMemory("the results"))?;
    found.iter().for_each(|one| all.extend_from_slice(of(one)));
    Ok(all.into_pyarray(py))
}
