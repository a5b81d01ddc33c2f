//! The annulus of any simple shape: an outer contour and, reversed, an inner one.

use super::combine::combine;
use super::{Cover, Extents, Outline, Point, Rotation, Shape, Simple, Ties};

/// How far, relative to its size, an inner shape may overlap the outer edge and still count as touching it:
/// a few roundings of a sine. What sticks out by so little has no area above rounding.
pub(super) const TOUCH: f64 = 1e-14;

/// What lies in the open `outer` and not in the open `inner`: the inner edge belongs to the annulus.
#[derive(Debug, Clone, PartialEq)]
pub struct Annulus<S> {
    outer: S,
    inner: Option<S>,
    /// The outline of what is left of the outer shape, if the inner one sticks out of it.
    cut: Option<Outline>,
}

impl<S: Simple> Annulus<S> {
    /// The annulus of validated sizes. An inner shape of size zero is no hole.
    pub(super) fn build(inner: (&[f64], Rotation), outer: (&[f64], Rotation), ties: Ties) -> Self {
        let shape = S::build(outer.0, outer.1, ties);
        let hole = inner.0.iter().all(|&size| size > 0.0).then(|| S::build(inner.0, inner.1, ties));
        let across = hole.as_ref().filter(|hole| !shape.encloses(hole));
        let cut = across.map(|hole| {
            let mut contours = [Outline::default(), Outline::default()];
            shape.outline(&mut contours[0]);
            hole.outline(&mut contours[1]);
            let mut rest = Outline::default();
            combine(
                &contours,
                &Extents::EVERYWHERE,
                |windings, _| windings[0] != 0 && windings[1] == 0,
                &mut rest,
            );
            rest
        });
        Self { outer: shape, inner: hole, cut }
    }
}

impl<S: Simple> Shape for Annulus<S> {
    /// Those of the outer shape, also where the inner one cuts its ends off.
    fn extents(&self) -> Extents {
        self.outer.extents()
    }

    fn area(&self) -> f64 {
        match (&self.cut, &self.inner) {
            // An inner shape may cover all of the outer one, but for rounding.
            (Some(rest), _) => rest.area().max(0.0),
            (None, Some(hole)) => self.outer.area_without(hole),
            (None, None) => self.outer.area(),
        }
    }

    #[inline]
    fn contains(&self, p: Point) -> bool {
        // Both are asked, so that many points can be at once.
        self.outer.contains(p) & !self.inner.as_ref().is_some_and(|hole| hole.contains(p))
    }

    fn outline(&self, out: &mut Outline) {
        if let Some(rest) = &self.cut {
            return out.append(rest);
        }
        self.outer.outline(out);
        if let Some(hole) = &self.inner {
            out.hole(hole);
        }
    }

    fn cover(&self) -> Cover<'_> {
        let hole = self.inner.as_ref().map(|hole| hole.cover());
        match (self.outer.cover(), hole) {
            _ if self.cut.is_some() => Cover::Outline { slow_to_ask: false },
            (disc @ Cover::Ring { .. }, None) => disc,
            (Cover::Ring { outer, decides, .. }, Some(Cover::Ring { outer: hole, decides: of_hole, .. })) => {
                Cover::Ring { outer, hole: Some(hole), decides: decides && of_hole }
            }
            _ => Cover::Outline { slow_to_ask: false },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Annulus;
    use crate::geometry::{Ellipse, Kind, Pill, Rect, Rotation, Shape, Simple, Ties};
    use proptest::prelude::*;
    use std::f64::consts::FRAC_PI_2;

    fn area(kind: Kind, values: &[f64]) -> f64 {
        kind.build(values, Ties::Native).map_or(f64::NAN, |shape| shape.area())
    }

    #[test]
    fn what_sticks_out_takes_nothing_away() {
        // A bar across a square, turned by any angle that lets it stick out at both ends.
        let got = area(Kind::RectAnnulus, &[8.0, 1.0, 8.0, 4.0, FRAC_PI_2, 0.0]);
        assert!((got - (32.0 - 4.0)).abs() < 1e-13, "{got}");
        // Concentric ellipses, of equal semi-axes but for a hair, at right angles: they share 4·a·b·atan(b/a).
        let (a, b): (f64, f64) = (6.0, 3.0);
        let got = area(Kind::EllipseAnnulus, &[a, b * (1.0 - 1e-12), a, b, FRAC_PI_2, 0.0]);
        let common = 4.0 * a * b * (b / a).atan();
        assert!((got - (std::f64::consts::PI * a * b - common)).abs() < 1e-10, "{got}");
    }

    /// A without B, and B: as much as B without A, and A; whatever the sizes. The area of a cut outline is a sum of
    /// products of coordinates as large as the shape, each of which is rounded: at most 1.8e-15 of the square of the
    /// size in 300,000 cases, however thin the shape is.
    fn check<S: Simple>(a: (&[f64], f64), b: (&[f64], f64)) -> Result<(), TestCaseError> {
        let turn = |theta| Rotation::new(theta, Ties::Native);
        let difference = |outer: (&[f64], f64), inner: (&[f64], f64)| {
            Annulus::<S>::build((inner.0, turn(inner.1)), (outer.0, turn(outer.1)), Ties::Native).area()
        };
        let area = |(sizes, theta)| S::build(sizes, turn(theta), Ties::Native).area();
        let (left, right) = (difference(a, b) + area(b), difference(b, a) + area(a));
        let size = a.0.iter().chain(b.0).fold(0.0, |most: f64, &size| most.max(size));
        prop_assert!((left - right).abs() <= 1e-14 * left + 4e-15 * size * size, "{left} {right}");
        prop_assert!(difference(a, b) >= -4e-15 * size * size);
        Ok(())
    }

    fn size() -> impl Strategy<Value = f64> {
        prop_oneof![0.1..10.0_f64, (-9.0..7.0_f64).prop_map(|power| 10_f64.powf(power)), Just(3.0)]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn differences_and_what_they_leave(
            a in [size(), size(), size()], b in [size(), size(), size()], turns in (-4.0..4.0_f64, prop_oneof![-4.0..4.0_f64, Just(0.0)]),
        ) {
            let (first, second) = (turns.0, turns.0 + turns.1);
            check::<Ellipse>((&a[..2], first), (&b[..2], second))?;
            check::<Rect>((&a[..2], first), (&b[..2], second))?;
            check::<Pill>((&a, first), (&b, second))?;
        }
    }
}
