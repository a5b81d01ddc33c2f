//! Discs too large for corner areas, row by row, by the area beyond each grid line.
//!
//! Within a row, what of the disc lies beyond the line x is a trapezoid and a segment of the circle, both of them small
//! near the edge, so that nothing is lost however large the disc. A pixel has the difference of what lies beyond its two
//! sides. There are no branches but for how many pixels the edge passes through, and those of a row are computed at once.

use super::coverage::Coverage;
use super::walk::Clip;
use crate::arithmetic::{floor, larger, smaller};
use crate::error::Result;
use crate::geometry::{Point, unit_segment_series};
use multiversion::multiversion;
use std::ops::Range;

/// Columns of a window, at most.
pub(super) const MAX_WIDTH: usize = 96;
/// Larger discs are walked: their windows are wider, and the roots of a few columns of them are rounded more than the walk's.
pub(super) const MAX_RADIUS: f64 = 47.5;
/// Lines that are computed at once.
const LANES: usize = 8;
/// Grid lines, with room to read some past the last one.
const LINES: usize = MAX_WIDTH + 16;

/// Writes the coverage of the disc of radius `r` around `centre`, of which the window shows at most [`MAX_WIDTH`]
/// columns.
pub(super) fn scan_disc(r: f64, centre: Point, clip: &Clip, out: &mut Coverage) -> Result<()> {
    let (width, height) = (out.window().width(), out.window().height());
    out.reserve(height.saturating_mul(8) + width)?;
    rows(r, clip.x_lo - centre.x, clip.y_lo as f64 - centre.y, out);
    Ok(())
}

#[multiversion(targets("x86_64+avx512f+avx512vl+avx512dq", "x86_64+avx2"))]
fn rows(r: f64, x: f64, y: f64, out: &mut Coverage) {
    let (width, height) = (out.window().width(), out.window().height());
    let [left, right] =
        [Side::new(r, width, |k| k as f64 - (x + width as f64)), Side::new(r, width, |k| x + k as f64)];
    for row in 0..height {
        let low = y + row as f64;
        if let Some(slice) = Slice::new(r, low, low + 1.0) {
            slice.write(row, [&left, &right], [x, -(x + width as f64)], width, out);
        }
    }
}

/// The grid lines of one direction, and how high above the centre the circle is there.
struct Side {
    r: f64,
    lines: [f64; LINES],
    heights: [f64; LINES],
}

impl Side {
    #[inline(always)]
    fn new(r: f64, width: usize, line: impl Fn(usize) -> f64) -> Self {
        let (mut lines, mut heights) = ([r; LINES], [0.0; LINES]);
        // Whole registers, a few lines more than there are.
        let end = (width + 9).next_multiple_of(8).min(LINES);
        for k in 0..end {
            lines[k] = smaller(line(k), r);
            let x = larger(lines[k], 0.0);
            heights[k] = ((r - x) * (r + x)).sqrt();
        }
        Self { r, lines, heights }
    }
}

/// Part of a row on one side of the centre: distances from it, 0 <= low < high <= r, and how far the circle reaches there.
#[derive(Clone, Copy)]
struct Half {
    low: f64,
    high: f64,
    x_low: f64,
    x_high: f64,
}

impl Half {
    #[inline(always)]
    fn new(r: f64, low: f64, high: f64) -> Self {
        let reach = |y: f64| ((r - y) * (r + y)).sqrt();
        let high = smaller(high, r);
        Self { low, high, x_low: reach(low), x_high: reach(high) }
    }

    /// The area beyond each of `N` lines from line `k` on; lines below the least count as that. Below 0, a line must not
    /// leave the part of the row that is whole.
    #[inline(always)]
    fn beyond<const N: usize>(&self, side: &Side, k: usize, least: f64) -> [f64; N] {
        let (per_4r2, r2) = (0.25 / (side.r * side.r), side.r * side.r);
        let mut areas = [0.0; N];
        let (lines, heights) = (&side.lines[k..k + N], &side.heights[k..k + N]);
        for i in 0..N {
            let line = larger(lines[i], least);
            let from = smaller(larger(line, self.x_high), self.x_low);
            let top = if line <= self.x_high {
                self.high
            } else {
                smaller(larger(heights[i], self.low), self.high)
            };
            let (dx, dy) = (self.x_low - from, top - self.low);
            let segment = r2 * unit_segment_series((dx * dx + dy * dy) * per_4r2);
            areas[i] = 0.5 * dx * dy + segment + larger(self.x_high - line, 0.0) * (self.high - self.low);
        }
        areas
    }
}

/// What of the disc lies in a row: one half, or two where the row holds the centre.
struct Slice {
    halves: [Half; 2],
    count: usize,
    /// Whether the disc ends within the row.
    is_cut: bool,
}

impl Slice {
    #[inline(always)]
    fn new(r: f64, low: f64, high: f64) -> Option<Self> {
        if low >= r || high <= -r {
            return None;
        }
        let is_cut = high > r || low < -r;
        let (halves, count) = if low >= 0.0 {
            ([Half::new(r, low, high); 2], 1)
        } else if high <= 0.0 {
            ([Half::new(r, -high, -low); 2], 1)
        } else {
            ([Half::new(r, 0.0, high), Half::new(r, 0.0, -low)], 2)
        };
        Some(Self { halves, count, is_cut })
    }

    /// Appends the runs of the row. `sides` are left and right, whose first lines are at `starts`.
    #[inline(always)]
    fn write(&self, row: usize, sides: [&Side; 2], starts: [f64; 2], width: usize, out: &mut Coverage) {
        let [one, other] = &self.halves;
        let inner = if self.is_cut { 0.0 } else { smaller(one.x_high, other.x_high) };
        let outer = larger(one.x_low, other.x_low);
        let column = |x: f64| floor(x).clamp(-1, width as i64);
        // The columns that the edge passes through, on both sides, and whole pixels between them.
        let (left, left_end) =
            (column(-outer - starts[0]).max(0) as usize, (column(-inner - starts[0]) + 1) as usize);
        let (right, right_end) = (column(inner - starts[0]).max(0) as usize, column(outer - starts[0]) + 1);
        let (left_end, right_end) = (left_end.min(width), (right_end as usize).min(width));
        if left_end <= right
            && left_end - left.min(left_end) < LANES
            && right_end - right.min(right_end) < LANES
        {
            self.edge(row, sides[0], (left, left_end), width, true, out);
            if left_end < right {
                out.span(row, left_end, right, 1.0);
            }
            self.edge(row, sides[1], (right, right_end), width, false, out);
        } else {
            self.wide(row, sides, (left, left_end, right, right_end), width, out);
        }
    }

    /// The few pixels that the edge passes through on one side.
    #[inline(always)]
    fn edge(
        &self,
        row: usize,
        side: &Side,
        (from, to): (usize, usize),
        width: usize,
        is_left: bool,
        out: &mut Coverage,
    ) {
        if from >= to {
            return;
        }
        let count = to - from;
        // Lines are counted outwards: on the left, line k is the right side of column width - 1 - k.
        let first = if is_left { width - to } else { from };
        let mut areas = [0.0; LANES];
        for half in &self.halves[..self.count] {
            if count < 4 {
                let few = half.beyond::<4>(side, first, f64::NEG_INFINITY);
                areas.iter_mut().zip(few).for_each(|(sum, area)| *sum += area);
            } else {
                let all = half.beyond::<LANES>(side, first, f64::NEG_INFINITY);
                areas.iter_mut().zip(all).for_each(|(sum, area)| *sum += area);
            }
        }
        for k in 0..count {
            let i = if is_left { count - 1 - k } else { k };
            out.pixel(row, from + k, smaller(larger(areas[i] - areas[i + 1], 0.0), 1.0));
        }
    }

    /// A row where the edges meet, or pass through many pixels.
    #[cold]
    fn wide(
        &self,
        row: usize,
        sides: [&Side; 2],
        (left, left_end, right, right_end): (usize, usize, usize, usize),
        width: usize,
        out: &mut Coverage,
    ) {
        let mut weights = [0.0; LINES];
        let meet = left_end > right;
        let of_left = if meet { left..right_end } else { left..left_end };
        let of_right = if meet { left..right_end } else { right..right_end };
        // Where they meet, each side ends at the centre.
        let least = if meet { 0.0 } else { f64::NEG_INFINITY };
        self.add(sides[0], &mut weights, of_left, width, true, least);
        self.add(sides[1], &mut weights, of_right, width, false, least);
        if !meet {
            weights[left_end..right].fill(1.0);
        }
        for (col, &weight) in (left..right_end).zip(&weights[left..right_end]) {
            out.pixel(row, col, smaller(weight, 1.0));
        }
    }

    /// Adds what of some columns lies on one side of the centre.
    fn add(
        &self,
        side: &Side,
        weights: &mut [f64; LINES],
        columns: Range<usize>,
        width: usize,
        is_left: bool,
        least: f64,
    ) {
        let first = if is_left { width - columns.end } else { columns.start };
        for half in &self.halves[..self.count] {
            let mut k = 0;
            while k < columns.len() {
                let areas = half.beyond::<LANES>(side, first + k, least);
                for i in 0..(columns.len() - k).min(LANES - 1) {
                    let col = if is_left { columns.end - 1 - k - i } else { columns.start + k + i };
                    weights[col] += larger(areas[i] - areas[i + 1], 0.0);
                }
                k += LANES - 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::Scanned;
    use super::super::{Place, Sampling, Window};
    use super::*;
    use crate::geometry::{Kind, Shape, Ties};
    use proptest::prelude::*;

    fn number(range: Range<f64>) -> impl Strategy<Value = f64> {
        prop_oneof![range.clone(), range.prop_map(|v| (v * 20.0).round() / 20.0)]
    }

    /// Where the edges nearly meet, one pixel may hold a bit of either side: that takes many tries to find.
    #[test]
    fn discs_have_their_area_wherever_they_are() {
        for i in 0..60_000 {
            let part = |k: f64| (f64::from(i) * k).fract();
            let r = 12.01 + 35.0 * part(0.754_877_666_246_692_7);
            let at = Point::new(part(0.569_840_290_998_053_2), part(0.430_159_709_001_946_7));
            let Ok(disc) = Kind::Circle.build(&[r], Ties::Native) else { panic!("a disc") };
            let npix: f64 = Scanned::new(&disc, at, None, Sampling::Exact).weights.iter().sum();
            assert!((npix - disc.area()).abs() < 1e-13 * disc.area() + 1e-13 * r, "{r} at {at:?}: {npix}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

        /// The walk around an ellipse that is a circle does not come here.
        #[test]
        fn a_disc_is_what_the_walk_finds(
            r in number(12.05..47.0),
            (x, y) in (number(-30.0..30.0), number(-30.0..30.0)),
            cut in prop::option::of((-20..20_i64, 1..60_i64, -20..20_i64, 1..60_i64)),
        ) {
            let at = Point::new(x, y);
            let window = cut.map(|(x0, w, y0, h)| Window { x0, x1: x0 + w, y0, y1: y0 + h });
            let build = |kind: Kind, sizes: &[f64]| kind.build(sizes, Ties::Native).map_err(|e| TestCaseError::fail(e.to_string()));
            let disc = build(Kind::Circle, &[r])?;
            let oval = build(Kind::Ellipse, &[r, r, 0.0])?;
            // A window is a part of the box.
            let bounds = Place::new(at).map(|place| place.bounds(&disc.extents())).unwrap_or_default();
            let window = window.map(|window| window.intersection(&bounds)).filter(|window| !window.is_empty());
            let ours = Scanned::new(&disc, at, window, Sampling::Exact);
            let walked = Scanned::new(&oval, at, window, Sampling::Exact);
            for (x, y, weight) in walked.pixels() {
                let found = ours.at(x, y);
                prop_assert!((found - weight).abs() <= 5e-14, "({x}, {y}): {found} for {weight}");
                let corner = |x: i64, y: i64| (x as f64 - at.x).abs().max(0.0).hypot((y as f64 - at.y).abs()) + 0.71;
                if corner(x, y) < r {
                    prop_assert_eq!(found, 1.0);
                }
            }
            prop_assert_eq!(ours.pixels().count(), walked.pixels().count());
        }
    }
}
