//! Entry points for measurements: numbers of every source.

use super::arrays::{Extent, image_shape, one_row, rows, views};
use super::asked::{AskedImages, AskedStep, Masks, Planes, sampling};
use super::detached::detached;
use super::given::Given;
use crate::batch::{self, Field, Footprint, Found, Images, Measurement, Step, sum_of_one};
use crate::error::filled;
use crate::geometry::Ties;
use numpy::{IntoPyArray, PyArrayMethods, PyReadonlyArray2, PyUntypedArray, PyUntypedArrayMethods};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

/// Measures images in one visit to each source: a dict for each step, from the names of fields to arrays. Those of the
/// stage "planes" have a row for each plane of a stack.
#[pyfunction]
#[pyo3(signature = (images, steps, n_threads=None))]
pub(super) fn measure<'py>(
    py: Python<'py>,
    images: AskedImages<'py>,
    steps: Vec<AskedStep<'py>>,
    n_threads: Option<usize>,
) -> PyResult<Vec<Bound<'py, PyDict>>> {
    let shapes = steps.iter().map(AskedStep::given).collect::<PyResult<Vec<_>>>()?;
    let mut measurement = Measurement::new(images.open()?).threads(n_threads);
    for (step, shape) in steps.iter().zip(&shapes) {
        measurement = measurement.step(step.open(py, shape)?);
    }
    let found = detached(py, |cancel| measurement.run(cancel))?;
    let stacks = images.stacks();
    found.steps().iter().map(|fields| as_dict(py, &found, fields, stacks)).collect()
}

/// The fields of a step. Of a stack, those of one name become rows of one array.
fn as_dict<'py>(
    py: Python<'py>,
    found: &Found,
    fields: &[(Field, usize)],
    (images, masks): (bool, bool),
) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    for (name, stacked) in [("sum", images), ("npix", masks)] {
        if stacked {
            dict.set_item(name, by_name(py, found, fields, name, true)?)?;
        }
    }
    for field in fields {
        let (name, width) = (field.0.name, field.0.width);
        if images && name == "sum" || masks && name == "npix" {
            continue;
        }
        let values = if field.0.integer.is_some() {
            found.integers(field)?.into_pyarray(py).into_any()
        } else {
            let numbers = found.numbers(field)?.into_pyarray(py);
            match width.isqrt() {
                1 => numbers.into_any(),
                side => numbers.reshape([found.len(), side, side])?.into_any(),
            }
        };
        dict.set_item(name, values)?;
    }
    Ok(dict)
}

/// The field of this name; of a stack a row for each of that name.
fn by_name<'py>(
    py: Python<'py>,
    found: &Found,
    fields: &[(Field, usize)],
    name: &str,
    stacked: bool,
) -> PyResult<Bound<'py, PyAny>> {
    let mut of_name = fields.iter().filter(|(field, _)| field.name == name);
    if !stacked && let Some(field) = of_name.next() {
        return Ok(found.numbers(field)?.into_pyarray(py).into_any());
    }
    let of_name: Vec<_> = of_name.collect();
    let n = found.len();
    let mut flat = filled(n.saturating_mul(of_name.len()), 0.0, "the results")?;
    for (row, field) in flat.chunks_exact_mut(n.max(1)).zip(&of_name) {
        row.copy_from_slice(&found.numbers(field)?);
    }
    Ok(flat.into_pyarray(py).reshape([of_name.len(), n])?.into_any())
}

/// Sums and effective areas on an image or a stack: what [`measure`] finds for one step of the stage "planes", without a description
/// and a dict, which take longer than a few small sums.
#[pyfunction]
pub(super) fn plane_sums<'py>(
    shape: &str,
    positions: PyReadonlyArray2<'py, f64>,
    params: &Bound<'py, PyTuple>,
    data: &Bound<'py, PyUntypedArray>,
    masks: Masks<'py>,
    subpixels: u32,
) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)> {
    let py = data.py();
    let images = AskedImages::of(data, masks);
    let given = Given::new(shape, params)?;
    let sources = given.sources(py, rows(&positions)?, Ties::Native)?;
    let footprint = Footprint { sources, sampling: sampling(subpixels, Ties::Native)? };
    let measurement = Measurement::new(images.open()?).step(Step::new(footprint, batch::Planes::default()));
    let found = detached(py, |cancel| measurement.run(cancel))?;
    let (stack, mask_stack) = images.stacks();
    let field = |name, stacked| by_name(py, &found, &found.steps()[0], name, stacked);
    Ok((field("sum", stack)?, field("npix", mask_stack)?))
}

/// Sum and effective area of a single aperture on one image, as numbers: to make arrays of them takes longer than a small sum.
#[pyfunction]
pub(super) fn measure_one<'py>(
    shape: &str,
    positions: &Bound<'py, PyUntypedArray>,
    params: &Bound<'py, PyTuple>,
    data: &Bound<'py, PyUntypedArray>,
    masks: Masks<'py>,
    subpixels: u32,
) -> PyResult<(f64, f64)> {
    let position = one_row(positions)?;
    let (ny, nx) = image_shape(data, "data")?;
    if data.ndim() != 2 {
        return Err(PyValueError::new_err(format!("data must have 2 dimensions, got {}", data.ndim())));
    }
    let extent = Extent::new(ny, nx, None, None)?;
    let sampling = sampling(subpixels, Ties::Native)?;
    let images = Images::new(extent.frame).planes(views(data, "data", &extent)?);
    let images = masks.add_to(images, &extent, Planes::One)?;
    let given = Given::new(shape, params)?;
    let py = data.py();
    let sources = given.sources(py, &position, Ties::Native)?;
    Ok(py.detach(|| sum_of_one(&images, &sources, sampling))?)
}
