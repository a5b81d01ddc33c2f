//! The area below a piece of an ellipse, from its crossings with the grid lines.
//!
//! Between two grid lines that is what lies below its chord, and the sliver between the two.

use super::plane::{Plane, Span};
use crate::geometry::Chords;
use crate::raster::curve::{Curve, PlacedArc};
use crate::raster::vectors::{COUNT, between, lanes, lot, within};
use pulp::Simd;
use std::ops::Range;

/// What a piece does in a vector of columns: where in each it begins and ends, how high it is there, and its sign.
struct Bow<S: Simd> {
    left: S::f64s,
    from: S::f64s,
    to: S::f64s,
    at_from: S::f64s,
    at_to: S::f64s,
    sign: S::f64s,
    chords: Chords,
}

impl<S: Simd> Plane<'_, S> {
    /// Adds a piece of an ellipse.
    #[inline(always)]
    pub(in crate::raster) fn add_arc(&mut self, simd: S, curve: &PlacedArc<'_>) {
        let (p, q) = curve.ends();
        let Some(span) = Span::of(p, q) else { return };
        let Some((vectors, rows)) = self.reached(&span) else { return };
        if rows.start < rows.end {
            self.cross(simd, curve, &span, rows.start, rows.end);
        }
        match (span.start.y < span.end.y, curve.has_long_chords()) {
            (true, false) => self.shade::<true, false>(simd, curve, &span, &rows, vectors),
            (false, false) => self.shade::<false, false>(simd, curve, &span, &rows, vectors),
            (true, true) => self.shade::<true, true>(simd, curve, &span, &rows, vectors),
            (false, true) => self.shade::<false, true>(simd, curve, &span, &rows, vectors),
        }
    }

    /// Finds where a piece crosses the lines from `first` to `last`.
    #[inline(always)]
    fn cross(&mut self, simd: S, curve: &PlacedArc<'_>, span: &Span, first: usize, last: usize) {
        let lanes = S::F64_LANES;
        let count = last - first + 1;
        let (left, right) = (simd.splat_f64s(span.start.x), simd.splat_f64s(span.end.x));
        let line = (self.clip.y_lo + first as i64) as f64;
        let mut y = simd.add_f64s(simd.splat_f64s(line), lot(simd, &COUNT, 0));
        let (crossings, _) = S::as_mut_simd_f64s(self.crossings);
        for x in &mut crossings[..count.div_ceil(lanes)] {
            *x = between(simd, curve.x_at(simd, y), left, right);
            y = simd.add_f64s(y, simd.splat_f64s(lanes as f64));
        }
        // Beyond its ends a curve may be anywhere.
        if line <= span.low.y {
            self.crossings[0] = span.low.x;
        }
        if (self.clip.y_lo + last as i64) as f64 >= span.high.y {
            self.crossings[count - 1] = span.high.x;
        }
    }

    /// Adds what is below a piece in vectors of columns to the rows that it passes through there, of those that it does at all.
    #[inline(always)]
    fn shade<const RISES: bool, const LONG: bool>(
        &mut self,
        simd: S,
        curve: &PlacedArc<'_>,
        span: &Span,
        all: &Range<usize>,
        vectors: Range<usize>,
    ) {
        let (only, chords) = (vectors.len() == 1, curve.chords());
        for k in vectors {
            let left = self.lefts(simd, k);
            let bow = Bow::<S> {
                left,
                from: within(simd, simd.splat_f64s(span.start.x), left),
                to: within(simd, simd.splat_f64s(span.end.x), left),
                at_from: height(simd, curve, span, left),
                at_to: height(simd, curve, span, simd.add_f64s(left, simd.splat_f64s(1.0))),
                sign: simd.splat_f64s(span.sign),
                chords,
            };
            let rows = if only {
                all.clone()
            } else {
                let (a, b) = (lanes::<S>(bow.at_from)[0], lanes::<S>(bow.at_to)[S::F64_LANES - 1]);
                if RISES { self.rows(a, b) } else { self.rows(b, a) }
            };
            self.add_below(simd, &rows, k, simd.mul_f64s(bow.sign, simd.sub_f64s(bow.to, bow.from)));
            if !rows.is_empty() {
                self.shade_rows::<RISES, LONG>(simd, &bow, rows, all.start, k);
            }
        }
    }

    /// Adds what is below it to these rows. `first` is the one that the crossings begin with.
    #[inline(always)]
    fn shade_rows<const RISES: bool, const LONG: bool>(
        &mut self,
        simd: S,
        bow: &Bow<S>,
        rows: Range<usize>,
        first: usize,
        k: usize,
    ) {
        let &Bow { left, from, to, at_from, at_to, sign, chords } = bow;
        let one = simd.splat_f64s(1.0);
        let mut bottom = simd.splat_f64s((self.clip.y_lo + rows.start as i64) as f64);
        let crossings = &self.crossings[rows.start - first..][..rows.len() + 1];
        let mut x = between(simd, within(simd, simd.splat_f64s(crossings[0]), left), from, to);
        let mut i = rows.start * self.stride + k;
        for &next in &crossings[1..] {
            let top = simd.add_f64s(bottom, one);
            let next = between(simd, within(simd, simd.splat_f64s(next), left), from, to);
            let (a, b) = (between(simd, at_from, bottom, top), between(simd, at_to, bottom, top));
            let (full, along) = if RISES {
                (simd.sub_f64s(to, next), simd.sub_f64s(next, x))
            } else {
                (simd.sub_f64s(next, from), simd.sub_f64s(x, next))
            };
            let middle = simd.mul_f64s(simd.add_f64s(a, b), simd.splat_f64s(0.5));
            let under = simd.mul_add_e_f64s(along, simd.sub_f64s(middle, bottom), full);
            let sliver = chords.slivers::<S, LONG>(simd, along, simd.sub_f64s(b, a));
            let area = &mut self.areas[i];
            *area = simd.mul_add_e_f64s(sign, under, simd.add_f64s(*area, sliver));
            (x, bottom) = (next, top);
            i += self.stride;
        }
    }
}

/// The y of a piece at lines between columns; beyond its ends, that of the nearest one.
#[inline(always)]
fn height<S: Simd>(simd: S, curve: &PlacedArc<'_>, span: &Span, x: S::f64s) -> S::f64s {
    let (low, high) = (simd.splat_f64s(span.low.y), simd.splat_f64s(span.high.y));
    let y = between(simd, curve.y_at(simd, x), low, high);
    let begins = simd.less_than_or_equal_f64s(x, simd.splat_f64s(span.start.x));
    let ends = simd.greater_than_or_equal_f64s(x, simd.splat_f64s(span.end.x));
    let y = simd.select_f64s(begins, simd.splat_f64s(span.start.y), y);
    simd.select_f64s(ends, simd.splat_f64s(span.end.y), y)
}
