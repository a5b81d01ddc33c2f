//! Centres in discs and rings: along a row they are those of a chord, less those of the hole's. The ends of a chord
//! follow from a square root, all but for rounding; then the circle itself is asked about the centres beside each end,
//! in the arithmetic of all other samples, and the end moves until they agree. No outline is walked, no cell is stored.

use super::Grid;
use crate::arithmetic::{kept, larger};
use crate::error::Result;
use crate::geometry::{Circle, Point, Round, Shape};
use crate::raster::aligned::Aligned;
use crate::raster::clip::Clip;
use crate::raster::coverage::{Coverage, is_small, stride};
use pulp::{Arch, Simd, WithSimd};

/// Larger circles are walked: where the square of a radius loses digits, a root of it is no longer near the edge.
const MAX_RADIUS: f64 = 1e6;
/// So are circles farther away than this, from the origin or from the window.
const MAX_DISTANCE: f64 = (1_u64 << 45) as f64;

/// A disc or a ring whose chords are exact enough to begin with.
#[derive(Debug, Clone, Copy)]
pub(in crate::raster) struct Circles {
    outer: Circle,
    hole: Option<Circle>,
}

impl Circles {
    /// A circle and that of its hole; none if they are no circles, or too large.
    pub fn new(outer: Round, hole: Option<Round>) -> Option<Self> {
        let circle = |round| match round {
            Round::Circle(r) => Some(Circle::new(r)),
            Round::Ellipse(..) => None,
        };
        let (outer, hole) = (circle(outer)?, hole.and_then(circle));
        (outer.radius() <= MAX_RADIUS).then_some(Self { outer, hole })
    }
}

/// Whether a ring at this position, seen from its window, may be scanned by chords.
pub(in crate::raster) fn near(at: Point, clip: &Clip) -> bool {
    let far = larger(larger(at.x.abs(), at.y.abs()), larger(clip.x_lo.abs(), clip.x_hi.abs()));
    far < MAX_DISTANCE
}

/// Writes the pixels whose centres are inside.
#[inline(always)]
pub(in crate::raster) fn scan_chords(
    circles: &Circles,
    centre: Point,
    clip: &Clip,
    grid: &Grid,
    spare: &mut Aligned,
    out: &mut Coverage,
) -> Result<()> {
    if is_small(out.window().width(), out.window().height()) {
        ask(circles, grid, spare, out);
        return Ok(());
    }
    find(circles, centre, clip, grid, out)
}

/// Finds the ends of the chord of each row.
fn find(circles: &Circles, centre: Point, clip: &Clip, grid: &Grid, out: &mut Coverage) -> Result<()> {
    out.start_chords()?;
    // Where the source is among the centres of the columns.
    let middle = centre.x - 0.5 - clip.x_lo;
    match grid.plain_columns() {
        Some(centre_x) => measure(circles, middle, grid, centre_x, out),
        None => measure(circles, middle, grid, |col| grid.centre_x(col), out),
    }
}

/// Asks about every centre, and makes the coverage dense: whole rows at a time, that is quicker still.
fn ask(circles: &Circles, grid: &Grid, spare: &mut Aligned, out: &mut Coverage) {
    let (width, stride) = (out.window().width(), stride(out.window().width()));
    // Centres beyond the window are nowhere.
    let xs = spare.room(stride);
    xs[width..].fill(f64::INFINITY);
    for (col, x) in xs[..width].iter_mut().enumerate() {
        *x = grid.centre_x(col);
    }
    let weights = out.start_dense(stride);
    Arch::new().dispatch(Ask { circles, grid, xs, weights });
}

struct Ask<'a> {
    circles: &'a Circles,
    grid: &'a Grid,
    xs: &'a [f64],
    weights: &'a mut [f64],
}

impl WithSimd for Ask<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { circles: Circles { outer, hole }, grid, xs, weights } = self;
        let square = |circle: &Circle| circle.radius() * circle.radius();
        let outer = simd.splat_f64s(square(outer));
        // No square is less than that of no hole.
        let hole = simd.splat_f64s(hole.as_ref().map_or(0.0, square));
        let (zero, one) = (simd.splat_f64s(0.0), simd.splat_f64s(1.0));
        let (stride, (xs, _)) = (xs.len(), S::as_simd_f64s(xs));
        for (row, weights) in weights.chunks_exact_mut(stride).enumerate() {
            let y = grid.centre_y(row);
            let y2 = simd.splat_f64s(y * y);
            for (weight, &x) in S::as_mut_simd_f64s(weights).0.iter_mut().zip(xs) {
                // In the arithmetic of `Circle::contains`.
                let square = simd.add_f64s(simd.mul_f64s(x, x), y2);
                let in_hole = simd.less_than_f64s(square, hole);
                let within = kept(simd, simd.less_than_f64s(square, outer), one);
                *weight = simd.select_f64s(in_hole, zero, within);
            }
        }
    }
}

/// Measures the chords of each row.
fn measure(
    circles: &Circles,
    middle: f64,
    grid: &Grid,
    centre_x: impl Fn(usize) -> f64,
    out: &mut Coverage,
) -> Result<()> {
    let (width, height) = (out.window().width(), out.window().height());
    for first in (0..height).step_by(ROWS) {
        let mut ys = [0.0; ROWS];
        for (k, y) in ys.iter_mut().enumerate() {
            *y = grid.centre_y(first + k);
        }
        // All roots first: what depends on a root should not have to wait for it.
        let guessed = guess(&circles.outer, middle, &ys);
        let holes = circles.hole.map(|hole| (hole, guess(&hole, middle, &ys)));
        for (k, row) in (first..height.min(first + ROWS)).enumerate() {
            let line = Row { centre_x: &centre_x, y: ys[k] };
            let (from, to) = line.chord(&circles.outer, guessed[k], 0, width);
            let (hole, end) = match &holes {
                Some((hole, guessed)) if from < to => line.chord(hole, guessed[k], from, to),
                _ => (to, to),
            };
            out.reserve(2)?;
            out.chord(row, from, hole);
            out.chord(row, end, to);
        }
    }
    Ok(())
}

/// So many rows are measured at once.
const ROWS: usize = 16;

/// The ends of the chords of some rows, all but for rounding: for each the first column in it, and the first after it,
/// from 0 on.
#[inline(always)]
fn guess(circle: &Circle, middle: f64, ys: &[f64; ROWS]) -> [(usize, usize); ROWS] {
    let r = circle.radius();
    let halves = ys.map(|y| larger((r - y) * (r + y), 0.0).sqrt());
    let beyond = |x: f64| larger(x + 1.0, 0.0) as i64 as usize;
    halves.map(|half| (beyond(middle - half), beyond(middle + half)))
}

/// The centres of one row.
struct Row<'a, X> {
    centre_x: &'a X,
    y: f64,
}

impl<X: Fn(usize) -> f64> Row<'_, X> {
    /// Which of the columns `low..high` have their centres in the circle. If none has, this is `high..high`.
    #[inline(always)]
    fn chord(&self, circle: &Circle, guess: (usize, usize), low: usize, high: usize) -> (usize, usize) {
        let (mut from, mut to) = (guess.0.clamp(low, high), guess.1.clamp(low, high));
        let inside = |col| circle.contains(Point::new((self.centre_x)(col), self.y));
        while from > low && inside(from - 1) {
            from -= 1;
        }
        while to < high && inside(to) {
            to += 1;
        }
        while from < to && !inside(from) {
            from += 1;
        }
        while from < to && !inside(to - 1) {
            to -= 1;
        }
        if from < to { (from, to) } else { (high, high) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{AnyShape, Cover, Kind, Shape, Ties};
    use crate::raster::samples::Share;
    use crate::raster::{At, Coverage, Place, Prepared, Sampling, Scanner, Window, samples::Samples};
    use proptest::prelude::*;

    /// The same pixels by chords, by the walk, by asking every one of them, and by what is quickest.
    fn check(
        r_in: f64,
        r_out: f64,
        at: Point,
        window: Option<Window>,
    ) -> std::result::Result<(), TestCaseError> {
        let (kind, values) =
            if r_in > 0.0 { (Kind::CircleAnnulus, vec![r_in, r_out]) } else { (Kind::Circle, vec![r_out]) };
        for ties in [Ties::Native, Ties::Photutils] {
            let shape = kind.build(&values, ties);
            let shape: AnyShape = shape.unwrap_or_else(|error| panic!("{r_in} {r_out}: {error}"));
            let source = Prepared::new(shape.clone());
            let place = Place::new(at).unwrap_or_else(|| panic!("{at:?} is finite"));
            let bounds = place.bounds(source.extents());
            let around =
                Window { x0: bounds.x0 - 1, x1: bounds.x1 + 1, y0: bounds.y0 - 1, y1: bounds.y1 + 1 };
            let window = window.unwrap_or(around);
            let sampling = Sampling::Grid(1, ties);
            let weights_of = |scan: &dyn Fn(&mut Coverage) -> Result<()>| {
                let mut coverage = Coverage::default();
                assert_eq!(scan(&mut coverage), Ok(()));
                let mut weights = vec![0.0; window.width() * window.height()];
                coverage.paint(&coverage.window(), &mut weights);
                weights
            };
            let quickest = weights_of(&|out| {
                Scanner::default().scan(
                    At { source: &source, place: &place, bounds: &bounds },
                    window,
                    sampling,
                    out,
                )
            });
            let walked = weights_of(&|out| {
                Scanner::default().scan_walked(
                    At { source: &source, place: &place, bounds: &bounds },
                    window,
                    sampling,
                    out,
                )
            });
            prop_assert_eq!(&quickest, &walked, "walked, {:?}", ties);
            let clip = Clip::new(&window, &place);
            let samples = Samples::new(&shape, &place, &bounds, (window.x0, window.y0), (1, ties));
            let Cover::Ring { outer, hole, decides: true } = shape.cover() else { panic!("circles") };
            if let Some(circles) = Circles::new(outer, hole).filter(|_| near(at, &clip)) {
                let chords = weights_of(&|out| {
                    out.reset(window, 1e-13);
                    find(&circles, place.centre, &clip, &samples.grid, out)
                });
                prop_assert_eq!(&chords, &walked, "by chords, {:?}", ties);
            }
            for (i, &weight) in quickest.iter().enumerate() {
                let (row, col) = (i / window.width(), i % window.width());
                prop_assert_eq!(weight, samples.weight(row, col), "({}, {}), {:?}", row, col, ties);
            }
        }
        Ok(())
    }

    fn coordinate() -> impl Strategy<Value = f64> {
        prop_oneof![
            -30.0..30.0_f64,
            (-400..400_i32).prop_map(|k| f64::from(k) / 20.0),
            (-60..60_i32).prop_map(|k| f64::from(k) / 2.0),
            2_097_100.0..2_097_152.0_f64,
            (-50.0..50.0_f64).prop_map(|x| 3e12 + x),
            (-50.0..50.0_f64).prop_map(|x| 4e13 + x),
        ]
    }

    fn radius() -> impl Strategy<Value = f64> {
        prop_oneof![
            0.05..15.0_f64,
            (1..40_i32).prop_map(|k| 0.5 * f64::from(k)),
            (1..300_i32).prop_map(|k| f64::from(k) / 20.0),
            (1..800_i32).prop_map(|k| f64::from(k).sqrt()),
            (-12.0..1.5_f64).prop_map(|power| 10_f64.powf(power)),
        ]
    }

    /// Holes of any size, some a hair smaller than the disc, some smaller than a pixel.
    fn hole() -> impl Strategy<Value = f64> {
        prop_oneof![Just(0.0), 0.01..0.99_f64, (-12.0..-1.0_f64).prop_map(|power| 1.0 - 10_f64.powf(power))]
    }

    /// Sizes of the same lattice, so that edges go through centres.
    fn sizes() -> impl Strategy<Value = (f64, f64)> {
        prop_oneof![
            (radius(), hole()).prop_map(|(r, ratio)| (ratio * r, r)),
            (1..60_i32, 1..60_i32).prop_map(|(a, b)| (f64::from(a) / 4.0, f64::from(a + b) / 4.0)),
            (1e-13..0.9_f64, radius()).prop_map(|(r, wide)| (r, r + wide)),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn chords_are_what_the_walk_finds((r_in, r_out) in sizes(), x in coordinate(), y in coordinate()) {
            check(r_in, r_out, Point::new(x, y), None)?;
        }

        #[test]
        fn windows_cut_chords(
            (r_in, r_out) in sizes(), (x, y) in (-20.0..20.0_f64, -20.0..20.0_f64),
            (x0, width) in (-20..20_i64, 1..30_i64), (y0, height) in (-20..20_i64, 1..30_i64),
        ) {
            let window = Window { x0, x1: x0 + width, y0, y1: y0 + height };
            check(r_in, r_out, Point::new(x, y), Some(window))?;
        }

        #[test]
        fn edges_of_huge_circles(
            power in 1.0..8.0_f64, whole: bool, ratio in hole(), angle in -4.0..4.0_f64, inner: bool,
            (x, y) in (-20.0..20.0_f64, -20.0..20.0_f64),
        ) {
            let r = 10_f64.powf(power);
            let r = if whole { r.round() } else { r };
            // One of the edges passes near the origin.
            let reach = if inner { ratio * r } else { r };
            let at = Point::new(x - reach * angle.cos(), y - reach * angle.sin());
            let at = if whole { Point::new(at.x.round(), at.y.round()) } else { at };
            check(ratio * r, r, at, Some(Window { x0: -20, x1: 20, y0: -25, y1: 25 }))?;
        }
    }

    #[test]
    fn every_lattice_position() {
        let rings = [
            (0.0, 0.5),
            (0.0, 2.0),
            (0.0, 2.5),
            (1.0, 2.0),
            (0.05, 5.0),
            (3.0, 5.0),
            (4.95, 5.0),
            (8.0, 12.0),
        ];
        for (r_in, r_out) in rings {
            for k in 0..441 {
                let at = Point::new(10.0 + f64::from(k % 21) / 20.0, 10.0 + f64::from(k / 21) / 20.0);
                let checked = check(r_in, r_out, at, None);
                assert!(checked.is_ok(), "{r_in} {r_out} at {at:?}: {checked:?}");
            }
        }
    }
}
