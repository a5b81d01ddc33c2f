//! Areas of discs, ellipses and rings in a small window, by their crossings with the grid lines.
//!
//! Taken where `Shape::cover` says `Ring`, for circles up to 128 px and ellipses that are neither large nor thin, in a window of up
//! to 264 columns. What it gains over [`small`](super::small) is printed by `cargo test --release routes -- --ignored --nocapture`.
//! Tested against the oracle, against the walk (`small_windows_have_the_weights_of_the_walk`), and number by number against vectors.
//!
//! A vector of columns is written at a time. The crossings with the grid lines tell which of its rows the circle touches, and which are
//! inside. How much of a touched pixel is covered is the work of [`Corners`] or, for larger circles, of [`Segments`]; for
//! ellipses, of [`ovals`].

mod columns;
mod corners;
mod ovals;
mod segments;

use columns::{Lines, Placed, Target, write};
use corners::{Corners, write_beyond};
use ovals::{Ellipse, write_ellipse};
use segments::Segments;

use crate::geometry::{Point, Round};
use crate::raster::aligned::Aligned;
use crate::raster::clip::Clip;
use crate::raster::coverage::Coverage;
use crate::raster::vectors::{COUNT, lot};
use pulp::{Arch, Simd, WithSimd};

/// The rounding of a weight is a few r·ε.
const MAX_RADIUS: f64 = 128.0;

/// A disc or an ellipse, perhaps with another in it as a hole.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::raster) struct Ring {
    outer: Form,
    hole: Option<Form>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Form {
    Disc(f64),
    Oval(Ellipse),
}

impl Form {
    /// None if it is too large, or too thin.
    fn new(round: Round) -> Option<Self> {
        match round {
            Round::Circle(r) => (r <= MAX_RADIUS).then_some(Self::Disc(r)),
            Round::Ellipse(a, b, rotation) => Ellipse::new(a, b, rotation).map(Self::Oval),
        }
    }
}

impl Ring {
    /// None if one of them is too large, or too thin.
    pub fn new(outer: Round, hole: Option<Round>) -> Option<Self> {
        let hole = match hole {
            Some(hole) => Some(Form::new(hole)?),
            None => None,
        };
        Some(Self { outer: Form::new(outer)?, hole })
    }
}

/// Writes the coverage of a ring that fits around `centre`, in a small window.
#[inline(always)]
pub(in crate::raster) fn scan_ring(
    ring: &Ring,
    centre: Point,
    clip: &Clip,
    spare: &mut Aligned,
    out: &mut Coverage,
) {
    let (cutoff, height) = (out.cutoff(), out.window().height());
    let place = Placed { x: clip.x_lo - centre.x, y: clip.y_lo as f64 - centre.y, width: clip.width, height };
    let weights = out.start_dense(clip.stride);
    Arch::new().dispatch(Rows { ring, place, stride: clip.stride, cutoff, spare, weights });
}

/// The weights of all rows, `stride` for each.
struct Rows<'a> {
    ring: &'a Ring,
    place: Placed,
    stride: usize,
    cutoff: f64,
    spare: &'a mut Aligned,
    weights: &'a mut [f64],
}

impl WithSimd for Rows<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        self.form::<S, false>(simd, &self.ring.outer);
        if let Some(hole) = &self.ring.hole {
            self.form::<S, true>(simd, hole);
        }
    }
}

impl Rows<'_> {
    /// Writes the weights of a disc or an ellipse, or takes them away from those of one that this is the hole of.
    #[inline(always)]
    fn form<S: Simd, const HOLE: bool>(&mut self, simd: S, form: &Form) {
        match form {
            Form::Disc(r) => self.circle::<S, HOLE>(simd, *r),
            Form::Oval(ellipse) => {
                let Self { place, stride, cutoff, spare, weights, .. } = self;
                let target = Target { stride: *stride, cutoff: *cutoff, weights };
                write_ellipse::<S, HOLE>(simd, ellipse, place, spare, target);
            }
        }
    }

    #[inline(always)]
    fn circle<S: Simd, const HOLE: bool>(&mut self, simd: S, r: f64) {
        let Self { place, stride, spare, .. } = self;
        // The lines of rows, those of columns, and one more on the right of the last vector.
        let (rows, len) = (Lines::len::<S>(place.height), Lines::len::<S>(place.width));
        let room = spare.room(3 * (rows + *stride + S::F64_LANES));
        let (t, rest) = room.split_at_mut(room.len() / 3);
        let (at, beyond) = rest.split_at_mut(t.len());
        write_lines(simd, r, place.y, &mut t[..rows], &mut at[..rows]);
        write_lines(simd, r, place.x, &mut t[rows..][..len], &mut at[rows..][..len]);
        // Beyond the window there is nothing of the disc.
        t[rows + place.width + 1..].fill(r);
        at[rows + place.width + 1..].fill(0.0);
        let ((y_t, x_t), (y_at, x_at)) = (t.split_at(rows), at.split_at(rows));
        let x = Lines::new(x_t, x_at, place.x, place.width);
        let y = Lines::new(y_t, y_at, place.y, place.height);
        let target = Target { stride: *stride, cutoff: self.cutoff, weights: &mut *self.weights };
        if r <= corners::MAX_RADIUS {
            write_beyond(simd, r, &t[..rows + len], beyond);
            write::<S, _, HOLE>(simd, &Corners::new(r, x, y, beyond), target);
        } else {
            write::<S, _, HOLE>(simd, &Segments { r, x, y }, target);
        }
    }
}

/// Writes how far grid lines from `first` on are from the centre, and where the circle is there.
#[inline(always)]
fn write_lines<S: Simd>(simd: S, r: f64, first: f64, t: &mut [f64], at: &mut [f64]) {
    let (radius, step) = (simd.splat_f64s(r), simd.splat_f64s(S::F64_LANES as f64));
    let mut number = lot(simd, &COUNT, 0);
    for (t, at) in S::as_mut_simd_f64s(t).0.iter_mut().zip(S::as_mut_simd_f64s(at).0) {
        *t = simd.min_f64s(simd.abs_f64s(simd.add_f64s(simd.splat_f64s(first), number)), radius);
        *at = simd.sqrt_f64s(simd.mul_f64s(simd.sub_f64s(radius, *t), simd.add_f64s(radius, *t)));
        number = simd.add_f64s(number, step);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{Kind, Rotation, Ties};
    use crate::raster::tests::oracle::Truth;
    use crate::raster::tests::{Scanned, position};
    use crate::raster::vectors::MOST_LANES;
    use crate::raster::{Sampling, Window};
    use proptest::prelude::*;
    use pulp::Scalar;

    fn radius() -> impl Strategy<Value = f64> {
        // The oracle takes its time for large ones.
        prop_oneof![
            4 => 0.05..10.0_f64,
            4 => 10.0..corners::MAX_RADIUS,
            4 => (1..45_i32).prop_map(|k| 0.5 * f64::from(k)),
            1 => Just(corners::MAX_RADIUS),
            1 => corners::MAX_RADIUS..MAX_RADIUS,
        ]
    }

    fn check(truth: &Truth, at: Point, window: Option<Window>) -> Result<(), TestCaseError> {
        let kind = truth.name.parse::<Kind>();
        let Ok(shape) = kind.and_then(|kind| kind.build(&truth.values, Ties::Native)) else {
            return Err(TestCaseError::fail("no shape"));
        };
        let scanned = Scanned::new(&shape, at, window, Sampling::Exact);
        // What corners round is in proportion to r².
        let by_corners = truth.values.iter().filter(|r| **r <= corners::MAX_RADIUS);
        let bound = by_corners.fold(1e-13, |bound: f64, r| bound.max(1.7 * r * r * f64::EPSILON));
        for (x, y, w) in scanned.pixels() {
            let expected = truth.weight(at, x, y);
            prop_assert!((w - expected).abs() <= bound, "pixel ({x}, {y}): {w} for {expected}");
            // A circle may touch a corner as far as the oracle can tell.
            let off = (w == 0.0 || w == 1.0) || (expected > -1e-14 && expected < 1.0 + 1e-14);
            prop_assert!(off, "pixel ({x}, {y}): {w} for {expected}");
        }
        Ok(())
    }

    /// The weights in a window of 30 rows and so many columns, by vectors or number by number.
    fn weights(ring: &Ring, width: usize, by_vectors: bool) -> Vec<f64> {
        let stride = width.next_multiple_of(MOST_LANES);
        let (mut spare, mut weights) = (Aligned::default(), vec![9.0; 30 * stride]);
        let place = Placed { x: -2.2, y: -14.7, width, height: 30 };
        let rows = Rows { ring, place, stride, cutoff: 1e-13, spare: &mut spare, weights: &mut weights };
        if by_vectors {
            Arch::new().dispatch(rows)
        } else {
            rows.with_simd(Scalar::new())
        }
        weights
    }

    #[test]
    fn short_vectors_find_the_same() {
        let turned = Rotation::new(0.4, Ties::Native);
        let (ellipse, hole) = (Round::Ellipse(13.0, 8.0, turned), Round::Ellipse(7.0, 4.0, turned));
        let rings = [
            (Round::Circle(2.3), None),
            (Round::Circle(30.0), Some(Round::Circle(12.0))),
            (Round::Ellipse(6.0, 4.0, turned), None),
            (ellipse, Some(hole)),
        ];
        for (outer, hole) in rings {
            let Some(ring) = &Ring::new(outer, hole) else { panic!("{outer:?}") };
            // Rows that end with short vectors of which nothing is in the window, and rows that do not.
            for width in [5, 27, 64] {
                let expected = weights(ring, width, true);
                assert!(expected.contains(&1.0) && expected.contains(&0.0));
                for (w, expected) in weights(ring, width, false).iter().zip(expected) {
                    assert!((w - expected).abs() <= 1e-13, "{ring:?}, {width}: {w} for {expected}");
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn weights_of_discs_and_rings(r in radius(), ratio in 0.1..0.99_f64, at in position()) {
            check(&Truth::circle(r), at, None)?;
            check(&Truth::ring(r * ratio, r), at, None)?;
        }

        #[test]
        fn windows_anywhere(
            r in radius(), at in position(), (x, y) in (-70..70_i64, -70..70_i64), (width, height) in (1..40_i64, 1..40_i64),
        ) {
            let (x0, y0) = (at.x.floor() as i64 + x, at.y.floor() as i64 + y);
            let window = Window { x0, x1: x0 + width, y0, y1: y0 + height };
            check(&Truth::circle(r), at, Some(window))?;
            check(&Truth::ring(0.9 * r, r), at, Some(window))?;
        }
    }
}
