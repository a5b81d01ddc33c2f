//! Where the sources are, and which shape each of them has.

use super::combination::Combination;
use super::family::{Column, Family, check_lengths};
use super::scratch::with_scratch;
use crate::error::{Result, filled};
use crate::geometry::{AnyShape, Kind, Outline, Point, Shape, Ties};
use crate::parallel::{self, NEVER};
use crate::raster::{At, Coverage, Place, Prepared, Sampling, Window};
use std::ops::Range;

/// Positions, and the shape at each.
#[derive(Debug, Clone)]
pub struct Sources<'a> {
    /// x0, y0, x1, y1, …
    positions: &'a [f64],
    shapes: Shapes<'a>,
}

impl<'a> Sources<'a> {
    /// One shape at all positions (x0, y0, x1, y1, …).
    pub fn shared(positions: &'a [f64], shape: AnyShape) -> Self {
        Self { positions, shapes: Shapes::Shared(Box::new(Prepared::new(shape))) }
    }

    /// A shape whose parameters may differ from source to source. All of them are checked here.
    pub fn new(positions: &'a [f64], kind: Kind, columns: Vec<Column<'a>>, ties: Ties) -> Result<Self> {
        let shapes = Shapes::new(kind, columns, positions.len() / 2, ties)?;
        Ok(Self { positions, shapes })
    }

    /// A combination of shapes, made for as many sources.
    pub fn combined(positions: &'a [f64], combination: Combination<'a>) -> Self {
        Self { positions, shapes: Shapes::Combined(combination) }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.positions.len() / 2
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.positions.is_empty()
    }

    /// Position of source `i`.
    pub fn at(&self, i: usize) -> Point {
        Point::new(self.positions[2 * i], self.positions[2 * i + 1])
    }

    /// The shape, if all have the same.
    pub(super) fn shared_shape(&self) -> Option<&Prepared> {
        match &self.shapes {
            Shapes::Shared(source) => Some(source),
            Shapes::Each(_) | Shapes::Combined(_) => None,
        }
    }

    /// Calls `f` with the shape of source `i`. `memory` is used for shapes that differ from source to source.
    #[inline(always)]
    pub(super) fn with_shape<R>(
        &self,
        i: usize,
        memory: &mut Outline,
        f: impl FnOnce(&Prepared) -> Result<R>,
    ) -> Result<R> {
        let shape = match &self.shapes {
            Shapes::Shared(source) => return f(source),
            Shapes::Each(family) => family.build(i)?,
            Shapes::Combined(combination) => combination.build(i, self.at(i), NEVER)?,
        };
        let source = Prepared::in_memory(shape, std::mem::take(memory));
        let result = f(&source);
        *memory = source.into_memory();
        result
    }

    /// The contours of the shape of source `i` as polygons, relative to it.
    pub fn rings(&self, i: usize) -> Result<Vec<Vec<Point>>> {
        self.with_shape(i, &mut Outline::default(), |source| Ok(source.outline().rings()))
    }

    /// The area of the shape of each source.
    pub fn areas(&self, mut cancel: impl FnMut() -> bool) -> Result<Vec<f64>> {
        let indices: Vec<usize> = (0..self.len()).collect();
        let mut areas = filled(self.len(), 0.0, "the areas")?;
        parallel::for_each_part(&indices, &mut areas, 1, None, &mut cancel, |part, out, stop| {
            for (&i, area) in part.iter().zip(out) {
                if stop() {
                    break;
                }
                *area = match &self.shapes {
                    Shapes::Shared(source) => source.area(),
                    Shapes::Each(family) => family.build(i)?.area(),
                    Shapes::Combined(combination) => combination.build(i, self.at(i), stop)?.area(),
                };
            }
            Ok(())
        })?;
        Ok(areas)
    }

    /// The bounding box of each source.
    pub fn bounding_boxes(&self) -> Result<Vec<Window>> {
        let mut memory = Outline::default();
        let bounds =
            |i, source: &Prepared| Place::with_box(self.at(i), source.extents(), i).map(|(_, window)| window);
        let mut boxes = filled(self.len(), Window::default(), "the bounding boxes")?;
        for (i, window) in boxes.iter_mut().enumerate() {
            *window = self.with_shape(i, &mut memory, |source| bounds(i, source))?;
        }
        Ok(boxes)
    }

    /// The coverage of source `i` in its whole bounding box, or in what of it is in a window.
    pub fn coverage(&self, i: usize, sampling: Sampling, within: Option<&Window>) -> Result<Coverage> {
        with_scratch(|s| {
            let (scanner, coverage) = (&mut s.scanner, &mut s.coverage);
            self.with_shape(i, &mut s.outline, |source| {
                let (place, bounds) = Place::with_box(self.at(i), source.extents(), i)?;
                let window = within.map_or(bounds, |window| bounds.intersection(window));
                scanner.scan(At { source, place: &place, bounds: &bounds }, window, sampling, coverage)?;
                Ok(coverage.clone())
            })
        })
    }

    /// The coverage of each source of a range, as `coverage`.
    pub fn coverages(
        &self,
        range: Range<usize>,
        sampling: Sampling,
        within: Option<&Window>,
        mut cancel: impl FnMut() -> bool,
    ) -> Result<Vec<Coverage>> {
        let indices: Vec<usize> = range.collect();
        let mut coverages = filled(indices.len(), Coverage::default(), "the coverages")?;
        parallel::for_each_part(&indices, &mut coverages, 1, None, &mut cancel, |part, out, stop| {
            for (&i, out) in part.iter().zip(out) {
                if stop() {
                    break;
                }
                *out = self.coverage(i, sampling, within)?;
            }
            Ok(())
        })?;
        Ok(coverages)
    }
}

#[derive(Debug, Clone)]
enum Shapes<'a> {
    Shared(Box<Prepared>),
    Each(Family<'a>),
    Combined(Combination<'a>),
}

impl<'a> Shapes<'a> {
    fn new(kind: Kind, columns: Vec<Column<'a>>, n: usize, ties: Ties) -> Result<Self> {
        check_lengths(kind, &columns, n, ties)?;
        let family = Family { kind, columns, ties };
        if family.is_shared() {
            return family.build(0).map(|shape| Self::Shared(Box::new(Prepared::new(shape))));
        }
        family.check(n)?;
        Ok(Self::Each(family))
    }
}
