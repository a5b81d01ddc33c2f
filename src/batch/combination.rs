//! Compounds whose members may differ from source to source, and may stay at a fixed place in the image.

use super::family::{Column, Family, check_lengths};
use crate::error::{Error, Result};
use crate::geometry::{AnyShape, Compound, Kind, Member, Point, Rule, Ties};
use crate::parallel::Stop;
use std::sync::Arc;

/// A shape that takes part in a combination.
#[derive(Debug, Clone)]
pub struct Part<'a> {
    /// What it is.
    pub shape: PartShape<'a>,
    /// Where in the image it stays; none if it is where the source is.
    pub stays: Option<Point>,
}

/// The shape of a part at each source.
#[derive(Debug, Clone)]
pub enum PartShape<'a> {
    /// By its parameters, which may differ from source to source.
    Numbers(Kind, Vec<Column<'a>>),
    /// The same everywhere.
    Ready(AnyShape),
}

/// Checked parts, and the rule that makes one shape of them.
#[derive(Debug, Clone)]
pub struct Combination<'a> {
    parts: Vec<(Recipe<'a>, Option<Point>)>,
    rule: Arc<Rule>,
}

#[derive(Debug, Clone)]
enum Recipe<'a> {
    Family(Family<'a>),
    Ready(AnyShape),
}

impl<'a> Combination<'a> {
    /// For `n` sources. All parameters are checked here.
    pub fn new(parts: Vec<Part<'a>>, rule: Arc<Rule>, n: usize, ties: Ties) -> Result<Self> {
        let checked = |part: Part<'a>| {
            let (kind, columns) = match part.shape {
                PartShape::Ready(shape) => return Ok((Recipe::Ready(shape), part.stays)),
                PartShape::Numbers(kind, columns) => (kind, columns),
            };
            check_lengths(kind, &columns, n, ties)?;
            let family = Family { kind, columns, ties };
            let recipe = if family.is_shared() {
                Recipe::Ready(family.build(0)?)
            } else {
                family.check(n)?;
                Recipe::Family(family)
            };
            Ok((recipe, part.stays))
        };
        Ok(Self { parts: parts.into_iter().map(checked).collect::<Result<_>>()?, rule })
    }

    /// Where the shape is that all sources have, if there is but one: anywhere, or at the only source.
    pub fn only_place(&self, positions: &[f64]) -> Option<Point> {
        let ready = self.parts.iter().all(|(recipe, _)| matches!(recipe, Recipe::Ready(_)));
        match *positions {
            _ if !ready => None,
            _ if self.parts.iter().all(|(_, stays)| stays.is_none()) => Some(Point::default()),
            [x, y] => Some(Point::new(x, y)),
            _ => None,
        }
    }

    /// The shape of source `i`, which is at `at`.
    pub fn build(&self, i: usize, at: Point, stop: Stop<'_>) -> Result<AnyShape> {
        let member = |(recipe, stays): &(Recipe<'_>, Option<Point>)| {
            let shape = match recipe {
                Recipe::Ready(shape) => shape.clone(),
                Recipe::Family(family) => family.build(i)?,
            };
            let offset = stays.map_or(Point::default(), |place| place + -at);
            Ok(Member { shape, stays: *stays, offset })
        };
        let members = self.parts.iter().map(member).collect::<Result<_>>()?;
        let compound = Compound::new_until(members, Arc::clone(&self.rule), stop).ok_or(Error::Stopped)?;
        Ok(AnyShape::Compound(Arc::new(compound)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::{Footprint, Images, Measurement, Planes, Sources, Step};
    use crate::error::Error;
    use crate::image::View;
    use crate::raster::{Frame, Sampling, Window};
    use std::f64::consts::PI;

    const FRAME: Frame = Frame { nx: 60, ny: 50 };
    const AT: [f64; 6] = [20.3, 18.6, 30.0, 25.5, 3.2, 40.1];
    const RADII: [f64; 3] = [2.5, 3.0, 4.25];

    fn rule(postfix: &str) -> Arc<Rule> {
        Arc::new(Rule::parse(postfix).unwrap_or_else(|error| panic!("{error}")))
    }

    fn circles(radii: Column<'_>) -> Part<'_> {
        Part { shape: PartShape::Numbers(Kind::Circle, vec![radii]), stays: None }
    }

    fn disc(r: f64, stays: Option<Point>) -> Part<'static> {
        let shape = Kind::Circle.build(&[r], Ties::Native).unwrap_or_else(|error| panic!("{error}"));
        Part { shape: PartShape::Ready(shape), stays }
    }

    fn combine<'a>(parts: Vec<Part<'a>>, postfix: &str) -> Combination<'a> {
        let n = AT.len() / 2;
        Combination::new(parts, rule(postfix), n, Ties::Native).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn a_circle_without_another_is_a_ring() {
        let combination = combine(vec![circles(Column::Each(&RADII)), circles(Column::One(1.5))], "..-");
        let combined = Sources::combined(&AT, combination);
        let columns = vec![Column::One(1.5), Column::Each(&RADII)];
        let Ok(rings) = Sources::new(&AT, Kind::CircleAnnulus, columns, Ties::Native) else {
            panic!("legal")
        };
        assert_eq!((combined.len(), combined.is_empty()), (3, false));
        assert_eq!(combined.bounding_boxes(), rings.bounding_boxes());
        let areas = |sources: &Sources<'_>| sources.areas(|| false).unwrap_or_default();
        let (found, expected) = (areas(&combined), areas(&rings));
        assert_eq!((found.len(), expected.len()), (3, 3));
        let sums = |sources: &Sources<'_>| {
            let data: Vec<f64> = (0..FRAME.nx * FRAME.ny).map(|i| (i % 17) as f64).collect();
            let images = Images::new(FRAME).plane(View::from_slice(&data, FRAME));
            let step = Step::new(Footprint::exact(sources.clone()), Planes::default());
            let found = Measurement::new(images).step(step).run(|| false);
            found.and_then(|found| found.get(0, "sum")).unwrap_or_default()
        };
        let (sums, of_rings) = (sums(&combined), sums(&rings));
        for i in 0..3 {
            let truth = PI * (RADII[i].powi(2) - 2.25);
            assert!((found[i] - truth).abs() < 1e-12 && (expected[i] - truth).abs() < 1e-12);
            assert!((sums[i] - of_rings[i]).abs() < 1e-10);
            let Ok(contours) = combined.rings(i) else { panic!("legal") };
            assert_eq!(contours.len(), 2);
        }
    }

    #[test]
    fn what_stays_is_where_it_is() {
        // The sources go round it; the second and third do not touch it.
        let place = Point::new(20.0, 20.0);
        let combined =
            Sources::combined(&AT, combine(vec![circles(Column::One(3.0)), disc(2.0, Some(place))], "..|"));
        let Ok(areas) = combined.areas(|| false) else { panic!("legal") };
        let both = PI * 13.0;
        assert!(areas[0] < both - 1.0 && (areas[1] - both).abs() < 1e-12 && (areas[2] - both).abs() < 1e-12);
        let Ok(boxes) = combined.bounding_boxes() else { panic!("legal") };
        assert_eq!(boxes[1], Window { x0: 18, x1: 34, y0: 18, y1: 29 });
        let around = Window { x0: 17, x1: 24, y0: 17, y1: 24 };
        let Ok(parts) = combined.coverages(1..3, Sampling::Exact, Some(&around), || false) else {
            panic!("legal")
        };
        for coverage in parts {
            let window = coverage.window();
            let mut weights = vec![0.0; window.width() * window.height()];
            coverage.paint(&window, &mut weights);
            assert!((weights.iter().sum::<f64>() - PI * 4.0).abs() < 1e-12, "the disc alone");
        }
    }

    #[test]
    fn there_is_one_place_if_nothing_differs() {
        let place = Some(Point::new(7.0, 8.0));
        let everywhere = combine(vec![circles(Column::One(3.0)), disc(1.0, None)], "..^");
        assert_eq!(everywhere.only_place(&AT), Some(Point::default()));
        let staying = combine(vec![circles(Column::One(3.0)), disc(1.0, place)], "..^");
        assert_eq!(staying.only_place(&AT), None);
        assert_eq!(staying.only_place(&AT[..2]), Some(Point::new(AT[0], AT[1])));
        let each = combine(vec![circles(Column::Each(&RADII)), disc(1.0, None)], "..^");
        assert_eq!(each.only_place(&AT), None);
    }

    #[test]
    fn what_breaks_a_rule_is_named() {
        let refused = |columns: Vec<Column<'_>>| {
            let part = Part { shape: PartShape::Numbers(Kind::Circle, columns), stays: None };
            Combination::new(vec![part], rule("."), 3, Ties::Native).err()
        };
        assert!(matches!(
            refused(vec![Column::Each(&RADII[..2])]),
            Some(Error::Length { expected: 3, got: 2, .. })
        ));
        assert!(matches!(refused(vec![]), Some(Error::ParameterCount { expected: 1, got: 0, .. })));
        let bad = [1.0, -2.0, 3.0];
        let Some(Error::InvalidParameter { name, value, .. }) = refused(vec![Column::Each(&bad)]) else {
            panic!("a radius below 0")
        };
        assert_eq!((name.as_str(), value), ("r of source 1", -2.0));
    }
}
