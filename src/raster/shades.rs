//! The walk of a small window: what lies below each piece of an outline, several columns at a time.
//!
//! In every column a piece takes part of the width, and everything below it belongs to it; pieces that go to the left add
//! what is below them, those that go to the right take it away. In the rows that a piece passes through this is an area; the
//! rows below get all of the width. Columns are the lanes of vectors, so that nothing has to be carried from lane to lane.
//!
//! Widths within a column are rounded to multiples of 2⁻⁵¹, so their sums are exact: 1 inside the shape where nothing
//! passes through, 0 outside.

use super::aligned::Aligned;
use super::coverage::Coverage;
use super::curve::PlacedArc;
use super::edges::{Edges, Patches};
use super::slopes::Slopes;
use super::vectors::{COUNT, MOST_LANES, between, cutoff_of_columns, lanes, lot, significant};
use super::walk::Clip;
use crate::arithmetic::{ROUNDER, larger, smaller};
use crate::geometry::{Piece, Point};
use pulp::bytemuck::cast_slice_mut;
use pulp::{Arch, Simd, WithSimd};
use std::ops::Range;

/// Outlines of so many pieces are likely to have short ones.
const MANY: usize = 16;

/// So many vectors of columns become weights at once.
const AT_ONCE: usize = 4;

/// Writes the coverage of an outline around `centre`, in a small window.
pub(super) fn scan_outline(
    pieces: &[Piece],
    centre: Point,
    clip: &Clip,
    spare: &mut Aligned,
    out: &mut Coverage,
) {
    let (cutoff, height) = (out.cutoff(), out.window().height());
    let weights = out.start_dense(clip.stride);
    let many = pieces.len() >= MANY;
    Arch::new().dispatch(Outlined { pieces, many, centre, clip, height, cutoff, spare, weights });
}

struct Outlined<'a> {
    pieces: &'a [Piece],
    many: bool,
    centre: Point,
    clip: &'a Clip,
    height: usize,
    cutoff: f64,
    spare: &'a mut Aligned,
    weights: &'a mut [f64],
}

impl WithSimd for Outlined<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { pieces, many, centre, clip, height, cutoff, spare, weights } = self;
        let (lanes, len) = (S::F64_LANES, weights.len());
        // The lines around all rows, in whole vectors.
        let lines = (height + 1).next_multiple_of(lanes);
        let (widths, crossings) = spare.room(len + lines).split_at_mut(len);
        weights.fill(0.0);
        widths.fill(0.0);
        let mut plane = Plane::<S> {
            areas: S::as_mut_simd_f64s(weights).0,
            widths: S::as_mut_simd_f64s(widths).0,
            crossings,
            stride: clip.stride / lanes,
            height,
            clip,
        };
        for pieces in pieces.chunks(lanes) {
            plane.add_pieces(simd, pieces, centre, many);
        }
        plane.limit(simd, cutoff);
    }
}

/// What the pieces have added up to, by vectors of columns.
pub(super) struct Plane<'a, S: Simd> {
    /// What a pixel gets.
    pub areas: &'a mut [S::f64s],
    /// What a pixel and all below it get.
    pub widths: &'a mut [S::f64s],
    /// Where a piece crosses the lines between the rows.
    pub crossings: &'a mut [f64],
    pub stride: usize,
    pub height: usize,
    pub clip: &'a Clip,
}

/// The ends of a piece, from left to right and from below.
pub(super) struct Span {
    pub start: Point,
    pub end: Point,
    pub low: Point,
    pub high: Point,
    /// 1 where it bounds the shape from above, −1 from below.
    pub sign: f64,
}

impl Span {
    /// None if it has no width.
    #[inline(always)]
    pub fn of(p: Point, q: Point) -> Option<Self> {
        // Counter-clockwise, the inside lies below what goes to the left.
        let (start, end, sign) = if p.x > q.x { (q, p, 1.0) } else { (p, q, -1.0) };
        let (low, high) = if start.y < end.y { (start, end) } else { (end, start) };
        (p.x != q.x).then_some(Self { start, end, low, high, sign })
    }
}

impl<S: Simd> Plane<'_, S> {
    /// The left side of the k-th vector of columns.
    #[inline(always)]
    pub fn left(&self, k: usize) -> f64 {
        self.clip.x_lo + (k * S::F64_LANES) as i64 as f64
    }

    /// The rows that something between two heights may pass through.
    #[inline(always)]
    pub fn rows(&self, low: f64, high: f64) -> Range<usize> {
        around(low - self.clip.y_lo as f64, high - self.clip.y_lo as f64, self.height)
    }

    /// Adds as many pieces as a vector has lanes, those that are short at once if some are likely to be.
    #[inline(always)]
    fn add_pieces(&mut self, simd: S, pieces: &[Piece], centre: Point, many: bool) {
        let edges = Edges::new(simd, pieces, centre);
        let patches =
            if many { Patches::new(simd, &edges, pieces.len(), self.clip, self.height) } else { None };
        let mut slopes = None;
        for (lane, piece) in pieces.iter().enumerate() {
            if let Some(patches) = &patches {
                let (areas, widths) = (cast_slice_mut(self.areas), cast_slice_mut(self.widths));
                if patches.add(lane, areas, widths, self.clip.stride) {
                    continue;
                }
            }
            match piece {
                Piece::Line(_) => {
                    // No closure: it would not know of the processor's instructions.
                    let slopes = match &slopes {
                        Some(slopes) => slopes,
                        None => slopes.insert(Slopes::new(simd, &edges, self)),
                    };
                    self.add_line(simd, slopes, lane);
                }
                Piece::Arc(arc) => self.add_arc(simd, &PlacedArc::new(arc, centre)),
            }
        }
    }

    /// The vectors of columns that a piece passes through, and the rows; none if it adds nothing.
    #[inline(always)]
    pub fn reached(&self, span: &Span) -> Option<(Range<usize>, Range<usize>)> {
        let x_lo = self.clip.x_lo;
        let columns = around(span.start.x - x_lo, span.end.x - x_lo, self.clip.width);
        let rows = self.rows(span.low.y, span.high.y);
        let vectors = columns.start / S::F64_LANES..columns.end.div_ceil(S::F64_LANES);
        (!columns.is_empty() && rows.end > 0).then_some((vectors, rows))
    }

    /// The left sides of the k-th vector of columns.
    #[inline(always)]
    pub fn lefts(&self, simd: S, k: usize) -> S::f64s {
        simd.add_f64s(simd.splat_f64s(self.left(k)), lot(simd, &COUNT, 0))
    }

    /// Adds what is all below a piece, so much of the width, to the rows below those that it passes through.
    #[inline(always)]
    pub fn add_below(&mut self, simd: S, rows: &Range<usize>, k: usize, width: S::f64s) {
        if rows.start > 0 {
            let below = &mut self.widths[(rows.start - 1) * self.stride + k];
            *below = simd.add_f64s(*below, width);
        }
    }

    /// What has been added up becomes weights: from 0 to 1, 0 for those below the cutoff and beyond the window.
    #[inline(always)]
    fn limit(&mut self, simd: S, cutoff: f64) {
        // A few vectors at a time: rows of wide windows are so far apart that each would be fetched again for every vector.
        let wide = self.stride - self.stride % AT_ONCE;
        for k in (0..wide).step_by(AT_ONCE) {
            self.limit_columns::<AT_ONCE>(simd, cutoff, k);
        }
        for k in wide..self.stride {
            self.limit_columns::<1>(simd, cutoff, k);
        }
    }

    /// The same for `N` vectors of columns from the k-th on.
    #[inline(always)]
    fn limit_columns<const N: usize>(&mut self, simd: S, cutoff: f64, k: usize) {
        let one = simd.splat_f64s(1.0);
        let mut above = [simd.splat_f64s(0.0); N];
        let mut cutoffs = above;
        for (n, of_columns) in cutoffs.iter_mut().enumerate() {
            let left = self.clip.width as f64 - ((k + n) * S::F64_LANES) as f64;
            *of_columns = cutoff_of_columns(simd, cutoff, left);
        }
        for j in (0..self.height).rev() {
            let i = j * self.stride + k;
            let (areas, widths) = (&mut self.areas[i..i + N], &self.widths[i..i + N]);
            for n in 0..N {
                above[n] = simd.add_f64s(above[n], widths[n]);
                let weight = simd.min_f64s(simd.add_f64s(above[n], areas[n]), one);
                areas[n] = significant(simd, weight, cutoffs[n]);
            }
        }
    }
}

/// The whole pixels around what lies from `low` to `high` pixels from the first one, of `count`. At an integer it may be one more.
#[inline(always)]
fn around(low: f64, high: f64, count: usize) -> Range<usize> {
    let nearest = |x: f64| {
        let sum = smaller(larger(x, 0.0), count as f64) + ROUNDER;
        count_at(sum)
    };
    nearest(low - 0.5)..nearest(high + 0.5)
}

/// The same for a lane each: the first of them, and the first one beyond, for [`count_at`].
#[inline(always)]
pub(super) fn arounds<S: Simd>(simd: S, low: S::f64s, high: S::f64s, count: usize) -> [[f64; MOST_LANES]; 2] {
    let (zero, count) = (simd.splat_f64s(0.0), simd.splat_f64s(count as f64));
    let nearest = |x: S::f64s| simd.add_f64s(between(simd, x, zero, count), simd.splat_f64s(ROUNDER));
    let half = simd.splat_f64s(0.5);
    [lanes::<S>(nearest(simd.sub_f64s(low, half))), lanes::<S>(nearest(simd.add_f64s(high, half)))]
}

/// The integer of a sum of it with [`ROUNDER`].
#[inline(always)]
pub(super) fn count_at(sum: f64) -> usize {
    (sum.to_bits() - ROUNDER.to_bits()) as usize
}

#[cfg(test)]
mod tests {
    use super::super::Window;
    use super::super::window::Place;
    use super::*;
    use crate::geometry::Line;
    use proptest::prelude::*;

    /// What has been added up for the outline, its short edges at once or one after the other.
    fn weights(pieces: &[Piece], centre: Point, window: &Window, many: bool) -> Vec<f64> {
        let Some(place) = Place::new(centre) else { panic!("no place") };
        let clip = Clip::new(window, &place);
        let (mut spare, mut weights) = (Aligned::default(), vec![9.0; clip.stride * window.height()]);
        let (centre, cutoff, height) = (place.centre, f64::NEG_INFINITY, window.height());
        let (spare, out) = (&mut spare, &mut weights);
        Arch::new().dispatch(Outlined {
            pieces,
            many,
            centre,
            clip: &clip,
            height,
            cutoff,
            spare,
            weights: out,
        });
        weights
    }

    /// A step from one vertex to the next: often along a grid line, or by a whole pixel.
    fn step() -> impl Strategy<Value = f64> {
        prop_oneof![4 => -1.2..1.2_f64, 1 => Just(0.0), 1 => Just(1.0), 1 => Just(-0.5), 1 => -4.0..4.0_f64]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn short_edges_add_what_they_would_alone(
            steps in prop::collection::vec((step(), step()), 3..40),
            at in prop_oneof![(0.0..9.0_f64, 0.0..9.0_f64), Just((3.5, 4.5)), Just((5.0, 2.0))],
            (x0, y0, width, height) in (-9..9_i64, -9..9_i64, 1..20_i64, 1..20_i64),
        ) {
            let mut p = Point::new(0.0, 0.0);
            let mut pieces = vec![];
            for (x, y) in steps {
                let q = Point::new(p.x + x, p.y + y);
                pieces.push(Piece::Line(Line { p, q }));
                p = q;
            }
            pieces.push(Piece::Line(Line { p, q: Point::new(0.0, 0.0) }));
            let window = Window { x0, x1: x0 + width, y0, y1: y0 + height };
            let of = |many| weights(&pieces, Point::new(at.0, at.1), &window, many);
            let (together, alone) = (of(true), of(false));
            // An end on a line between rows is either taken from the edge, or reckoned from the other end.
            let alike = together.iter().zip(&alone).all(|(a, b)| (a - b).abs() <= 1e-14);
            prop_assert!(alike, "{together:?} for {alone:?}");
        }
    }
}
