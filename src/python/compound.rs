//! Shapes that are combined with others, as Python objects.

use super::simple::{Simple, as_shape};
use crate::batch::{Column, Combination, Part, PartShape, Sources};
use crate::error::Result;
use crate::geometry::{AnyShape, Kind, Path, Point, Rule, Ties};
use crate::parallel::Stop;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use std::sync::{Arc, OnceLock};

/// A boolean combination of shapes, ready for the kernels: the one parameter of the shape "compound".
///
/// Parameters
/// ----------
/// parts : sequence of tuple
///     The shapes that are combined, each as ``(shape, params, place)``: name and parameters as
///     for any kernel (arrays have one value per source), and the ``(x, y)`` in the image where it
///     stays, or None if it is where the source is.
/// rule : str
///     The expression in postfix order: ``"."`` for the next part, and one of ``"&|^-"`` to
///     combine the two before it.
#[pyclass(name = "Compound", module = "astroapers._rust", frozen)]
pub(super) struct PyCompound(Arc<Combined>);

/// What a `Compound` is made of. It owns its numbers.
pub(super) struct Combined {
    parts: Vec<(Shape, Option<Point>)>,
    rule: Arc<Rule>,
    /// The shape of all sources, or of a single one at this place: for our edge rules, and for photutils'.
    native: OnceLock<(Point, AnyShape)>,
    photutils: OnceLock<(Point, AnyShape)>,
}

enum Shape {
    Numbers(Kind, Vec<Values>),
    Ready(Arc<Path>),
}

enum Values {
    One(f64),
    Each(Vec<f64>),
}

impl Values {
    fn column(&self) -> Column<'_> {
        match self {
            Self::One(value) => Column::One(*value),
            Self::Each(values) => Column::Each(values),
        }
    }
}

impl PyCompound {
    pub fn combined(&self) -> Arc<Combined> {
        Arc::clone(&self.0)
    }
}

impl Combined {
    /// The sources at these positions.
    pub fn sources<'a>(&'a self, positions: &'a [f64], ties: Ties, stop: Stop<'_>) -> Result<Sources<'a>> {
        let rule = Arc::clone(&self.rule);
        let combination = Combination::new(self.parts(ties), rule, positions.len() / 2, ties)?;
        let Some(place) = combination.only_place(positions) else {
            return Ok(Sources::combined(positions, combination));
        };
        let made = if ties == Ties::Native { &self.native } else { &self.photutils };
        let shape = match made.get() {
            Some((at, shape)) if *at == place => shape.clone(),
            _ => combination.build(0, place, stop)?,
        };
        // Only the first place is remembered: an aperture has no other.
        made.get_or_init(|| (place, shape.clone()));
        Ok(Sources::shared(positions, shape))
    }

    /// The parts as the engine takes them.
    fn parts(&self, ties: Ties) -> Vec<Part<'_>> {
        self.parts.iter().map(|(shape, stays)| Part { shape: shape.engine(ties), stays: *stays }).collect()
    }
}

impl Shape {
    fn engine(&self, ties: Ties) -> PartShape<'_> {
        match self {
            Self::Numbers(kind, values) => {
                PartShape::Numbers(*kind, values.iter().map(Values::column).collect())
            }
            Self::Ready(path) => PartShape::Ready(as_shape(path, ties)),
        }
    }
}

/// The parameters of a shape, copied.
fn owned(shape: &str, params: &Bound<'_, PyTuple>) -> PyResult<Shape> {
    if shape == "compound" {
        return Err(PyValueError::new_err("parts must be shapes that are not compounds themselves"));
    }
    Ok(match Simple::new(shape, params)? {
        Simple::Path(path) => Shape::Ready(path),
        Simple::Numbers(kind, parameters) => {
            let values = parameters.iter().map(|parameter| match parameter.column()? {
                Column::One(value) => Ok(Values::One(value)),
                Column::Each(values) => Ok(Values::Each(values.to_vec())),
            });
            Shape::Numbers(kind, values.collect::<PyResult<_>>()?)
        }
    })
}

#[pymethods]
impl PyCompound {
    #[new]
    #[allow(clippy::type_complexity)]
    fn new(parts: Vec<(String, Bound<'_, PyTuple>, Option<(f64, f64)>)>, rule: &str) -> PyResult<Self> {
        let parsed = Rule::parse(rule)?;
        if parsed.count() != parts.len() {
            let text =
                format!("rule must have as many dots as there are parts, {}, got {rule:.200?}", parts.len());
            return Err(PyValueError::new_err(text));
        }
        let part = |(shape, params, place): &(String, Bound<'_, PyTuple>, Option<(f64, f64)>)| {
            let stays = place.map(|(x, y)| Point::new(x, y));
            if let Some(at) = stays
                && !(at.x.is_finite() && at.y.is_finite())
            {
                return Err(PyValueError::new_err(format!("the place of a part must be finite, got {at}")));
            }
            let shape = owned(shape, params)?;
            if let (Some(at), Shape::Numbers(_, values)) = (stays, &shape)
                && values.iter().any(|values| matches!(values, Values::Each(_)))
            {
                let text = format!("a part that stays at {at} has one shape, got arrays of parameters");
                return Err(PyValueError::new_err(text));
            }
            Ok((shape, stays))
        };
        let parts = parts.iter().map(part).collect::<PyResult<_>>()?;
        let rule = Arc::new(parsed);
        Ok(Self(Arc::new(Combined { parts, rule, native: OnceLock::new(), photutils: OnceLock::new() })))
    }
}
