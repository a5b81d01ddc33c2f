//! What Python asks for, as tuples of `astroapers.measurement`, and what the engine makes of them.

use super::arrays::{Extent, image_shape, rows, views};
use super::given::Given;
use crate::batch::{Background, Footprint, Images, Rules, Step, stage};
use crate::geometry::Ties;
use crate::image::{Neighbours, Segmentation};
use crate::raster::Sampling;
use crate::reduce::Clip;
use numpy::{PyReadonlyArray1, PyReadonlyArray2, PyUntypedArray, PyUntypedArrayMethods};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::PyTuple;

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

/// `astroapers.measurement.Footprint`: shape, positions, parameters, subpixels, snap.
#[derive(FromPyObject)]
pub(super) struct AskedFootprint<'py>(String, PyReadonlyArray2<'py, f64>, Bound<'py, PyTuple>, u32, bool);

impl<'py> AskedFootprint<'py> {
    /// The shapes; what `open` returns borrows them.
    pub fn given(&self) -> PyResult<Given<'py>> {
        Given::new(&self.0, &self.2)
    }

    /// As the engine takes it.
    pub fn open<'a>(&'a self, py: Python<'_>, given: &'a Given<'_>) -> PyResult<Footprint<'a>> {
        let ties = ties(self.4);
        Ok(Footprint { sampling: sampling(self.3, ties)?, sources: given.sources(py, rows(&self.1)?, ties)? })
    }
}

/// Image of labels, labels of the sources, code of the method.
type Labels<'py> = (Bound<'py, PyUntypedArray>, PyReadonlyArray1<'py, i64>, u8);

/// `astroapers.measurement.Images`: data, masks, error, segmentation, origin, frame.
#[derive(FromPyObject)]
pub(super) struct AskedImages<'py>(
    Option<Bound<'py, PyUntypedArray>>,
    Masks<'py>,
    Option<Bound<'py, PyUntypedArray>>,
    Option<Labels<'py>>,
    Option<(i64, i64)>,
    Option<(usize, usize)>,
);

impl<'py> AskedImages<'py> {
    /// Of an array and its masks.
    pub fn of(data: &Bound<'py, PyUntypedArray>, masks: Masks<'py>) -> Self {
        Self(Some(data.clone()), masks, None, None, None, None)
    }

    /// The array of the image or of the images.
    pub fn data(&self) -> Option<&Bound<'py, PyUntypedArray>> {
        self.0.as_ref()
    }

    pub fn has_error(&self) -> bool {
        self.2.is_some()
    }

    /// Whether there is a stack of images, and one of masks.
    pub fn stacks(&self) -> (bool, bool) {
        let is_stack = |array: &Bound<'py, PyUntypedArray>| array.ndim() == 3;
        (self.0.as_ref().is_some_and(is_stack), self.1.0.iter().any(is_stack))
    }

    /// As the engine takes it.
    pub fn open(&self) -> PyResult<Images<'_>> {
        let Self(data, masks, error, segmentation, origin, frame) = self;
        let (extent, planes) = match (data, frame) {
            (Some(data), _) => {
                let (ny, nx) = image_shape(data, "data")?;
                let planes = if data.ndim() == 3 { Planes::Stack(data.shape()[0]) } else { Planes::One };
                (Extent::new(ny, nx, *origin, *frame)?, planes)
            }
            (None, Some((ny, nx))) => (Extent::new(*ny, *nx, None, None)?, Planes::Any),
            (None, None) => return Err(PyValueError::new_err("data or frame must be given")),
        };
        let mut images = Images::new(extent.frame);
        if let Some(data) = data {
            images = images.planes(views(data, "data", &extent)?);
        }
        images = masks.add_to(images, &extent, planes)?;
        if let Some(error) = error {
            if planes != Planes::One || error.ndim() == 3 {
                return Err(PyValueError::new_err("error needs a 2-D image, not a stack"));
            }
            images = views(error, "error", &extent)?.into_iter().fold(images, Images::sigma);
        }
        if let Some((image, labels, code)) = segmentation {
            let (labels, neighbours) = (labels.as_slice()?, Neighbours::try_from(*code)?);
            for image in views(image, "segmentation", &extent)? {
                images = images.segmentation(Segmentation { image, labels, neighbours });
            }
        }
        Ok(images)
    }
}

/// None, one mask, or a tuple of masks that add up.
pub(super) struct Masks<'py>(Vec<Bound<'py, PyUntypedArray>>);

impl<'py> FromPyObject<'_, 'py> for Masks<'py> {
    type Error = PyErr;

    fn extract(masks: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if masks.is_none() {
            return Ok(Self(vec![]));
        }
        Ok(Self(match masks.cast::<PyTuple>() {
            Ok(several) => several.iter().map(|mask| Ok(mask.cast_into()?)).collect::<PyResult<_>>()?,
            Err(_) => vec![masks.cast::<PyUntypedArray>()?.to_owned()],
        }))
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

impl Masks<'_> {
    /// Adds masks to images, each of the image's shape or a stack.
    pub fn add_to<'a>(
        &'a self,
        mut images: Images<'a>,
        extent: &Extent,
        mut planes: Planes,
    ) -> PyResult<Images<'a>> {
        for mask in &self.0 {
            let of_planes = views(mask, "mask", extent)?;
            if mask.ndim() == 2 {
                images = of_planes.into_iter().fold(images, Images::mask);
                continue;
            }
            if planes == Planes::Any {
                planes = Planes::Stack(of_planes.len());
            }
            if planes != Planes::Stack(of_planes.len()) {
                let count = of_planes.len();
                let text =
                    format!("mask is a stack of {count} planes, which needs a stack of as many images");
                return Err(PyValueError::new_err(text));
            }
            images = images.plane_masks(of_planes);
        }
        Ok(images)
    }
}

/// Centre, spread, lower and upper limit, most rounds (negative: as many as it takes).
type ClipRule = (String, String, f64, f64, i64);

/// `astroapers.measurement.Rules`: finite, background, clip. A background is an array with a level for each source, or
/// the number of an earlier step and the name of its field.
#[derive(FromPyObject)]
pub(super) struct AskedRules<'py>(bool, Option<AskedBackground<'py>>, Option<ClipRule>);

#[derive(FromPyObject)]
pub(super) enum AskedBackground<'py> {
    Given(PyReadonlyArray1<'py, f64>),
    Measured((usize, String)),
}

impl AskedRules<'_> {
    /// As the engine takes them.
    pub fn open(&self) -> PyResult<Rules<'_>> {
        let Self(finite, background, clip) = self;
        let background = match background {
            None => Background::None,
            Some(AskedBackground::Given(levels)) => Background::Given(levels.as_slice()?),
            Some(AskedBackground::Measured((step, name))) => Background::Measured(*step, name),
        };
        let clip = match clip {
            None => None,
            Some((centre, spread, lower, upper, rounds)) => Some(Clip {
                centre: centre.parse()?,
                spread: spread.parse()?,
                lower: *lower,
                upper: *upper,
                most: u32::try_from(*rounds).ok().or((*rounds >= 0).then_some(u32::MAX)),
            }),
        };
        Ok(Rules { finite: *finite, background, clip })
    }
}

/// `astroapers.measurement.Step`: footprint, stage, wanted fields, rules.
#[derive(FromPyObject)]
pub(super) struct AskedStep<'py>(AskedFootprint<'py>, PyBackedStr, Vec<String>, AskedRules<'py>);

impl<'py> AskedStep<'py> {
    /// The shapes; what `open` returns borrows them.
    pub fn given(&self) -> PyResult<Given<'py>> {
        self.0.given()
    }

    /// As the engine takes it.
    pub fn open<'a>(&'a self, py: Python<'_>, given: &'a Given<'_>) -> PyResult<Step<'a>> {
        let Self(footprint, name, wanted, rules) = self;
        Ok(Step { footprint: footprint.open(py, given)?, rules: rules.open()?, stage: stage(name, wanted)? })
    }
}
