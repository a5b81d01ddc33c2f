//! The short edges of an outline, a vector of them at a time: lines that pass through two columns and two rows at most, as most
//! do of a polygon of many vertices.
//!
//! They add to the same pixels what [`lines`](super::lines) would add for one after the other, but to set out for each of
//! them would take most of the time.

use crate::arithmetic::near_integer;
use crate::geometry::{Piece, Point};
use crate::raster::clip::Clip;
use crate::raster::vectors::{MOST_LANES, between, floor, lanes, lot, within};
use pulp::Simd;

/// What short edges add to the pixels that they pass through, and to those below.
pub(in crate::raster) struct Patches {
    /// 1 for those that are short and in the window, 0 for other pieces.
    fits: [f64; MOST_LANES],
    /// The first row and the first column of each.
    row: [f64; MOST_LANES],
    column: [f64; MOST_LANES],
    /// What lies below them in these pixels, by rows and columns.
    areas: [[[f64; MOST_LANES]; 2]; 2],
    /// What part of the width of a column each takes.
    widths: [[f64; MOST_LANES]; 2],
}

/// One of the two columns that edges pass through.
struct Strip<S: Simd> {
    left: S::f64s,
    /// Where in it they begin and end.
    from: S::f64s,
    to: S::f64s,
    /// Their heights there.
    at_from: S::f64s,
    at_to: S::f64s,
}

/// One of the two rows: where edges enter it from below, and where they leave it.
struct Layer<S: Simd> {
    bottom: S::f64s,
    enters: S::f64s,
    leaves: S::f64s,
}

/// Edges, from left to right.
pub(in crate::raster) struct Edges<S: Simd> {
    pub start: (S::f64s, S::f64s),
    pub end: (S::f64s, S::f64s),
    /// Their lower and their upper ends.
    pub low: (S::f64s, S::f64s),
    pub high: (S::f64s, S::f64s),
    /// Which of them rise.
    rises: S::m64s,
    /// 1 for those that bound the shape from above, −1 from below.
    pub sign: S::f64s,
    /// Where they begin as they go around the shape, and how far they go.
    pub p: (S::f64s, S::f64s),
    pub by: (S::f64s, S::f64s),
}

impl<S: Simd> Edges<S> {
    /// Those among pieces of an outline around `centre`.
    #[inline(always)]
    pub fn new(simd: S, pieces: &[Piece], centre: Point) -> Self {
        let [px, py, qx, qy] = ends(pieces);
        let (px, py, qx, qy) = (lot(simd, &px, 0), lot(simd, &py, 0), lot(simd, &qx, 0), lot(simd, &qy, 0));
        let by = (simd.sub_f64s(qx, px), simd.sub_f64s(qy, py));
        let (cx, cy) = (simd.splat_f64s(centre.x), simd.splat_f64s(centre.y));
        let (px, py) = (simd.add_f64s(px, cx), simd.add_f64s(py, cy));
        let (qx, qy) = (simd.add_f64s(qx, cx), simd.add_f64s(qy, cy));
        let to_left = simd.greater_than_f64s(px, qx);
        let (left, right) = (simd.min_f64s(px, qx), simd.max_f64s(px, qx));
        let start = (left, simd.select_f64s(to_left, qy, py));
        let end = (right, simd.select_f64s(to_left, py, qy));
        let rises = simd.less_than_f64s(start.1, end.1);
        Self {
            start,
            end,
            low: (simd.select_f64s(rises, left, right), simd.min_f64s(py, qy)),
            high: (simd.select_f64s(rises, right, left), simd.max_f64s(py, qy)),
            rises,
            sign: simd.select_f64s(to_left, simd.splat_f64s(1.0), simd.splat_f64s(-1.0)),
            p: (px, py),
            by,
        }
    }

    /// Their y at lines between columns; at the end, or beyond it, that of the end.
    #[inline(always)]
    fn y_at(&self, simd: S, x: S::f64s) -> S::f64s {
        let along = simd.mul_f64s(simd.sub_f64s(x, self.p.0), simd.div_f64s(self.by.1, self.by.0));
        let y = between(simd, simd.add_f64s(self.p.1, along), self.low.1, self.high.1);
        simd.select_f64s(simd.greater_than_or_equal_f64s(x, self.end.0), self.end.1, y)
    }

    /// Their x at lines between rows; at the upper end, or above it, that of the end.
    #[inline(always)]
    fn x_at(&self, simd: S, y: S::f64s) -> S::f64s {
        let zero = simd.splat_f64s(0.0);
        // A level one has all of its x at one y: any will do, but NaN.
        let level = simd.equal_f64s(self.by.1, zero);
        let dx_dy = simd.select_f64s(level, zero, simd.div_f64s(self.by.0, self.by.1));
        let along = simd.mul_f64s(simd.sub_f64s(y, self.p.1), dx_dy);
        let x = between(simd, simd.add_f64s(self.p.0, along), self.start.0, self.end.0);
        simd.select_f64s(simd.greater_than_or_equal_f64s(y, self.high.1), self.high.0, x)
    }
}

impl Patches {
    /// Those of so many edges, one in each lane, in a window of so many rows; none if no edge is short.
    #[inline(always)]
    pub fn new<S: Simd>(simd: S, edges: &Edges<S>, count: usize, clip: &Clip, height: usize) -> Option<Self> {
        let Edges { start, end, low, high, rises, sign, .. } = *edges;
        let (zero, one) = (simd.splat_f64s(0.0), simd.splat_f64s(1.0));
        let (x_lo, y_lo) = (simd.splat_f64s(clip.x_lo), simd.splat_f64s(clip.y_lo as f64));
        let (column, in_columns) = first_of_two(simd, start.0, end.0, x_lo, clip.width);
        let (row, in_rows) = first_of_two(simd, low.1, high.1, y_lo, height);
        let fits = simd.and_m64s(simd.less_than_f64s(start.0, end.0), simd.and_m64s(in_columns, in_rows));
        if simd.first_true_m64s(fits) >= count {
            return None;
        }
        let (left, bottom) = (simd.add_f64s(x_lo, column), simd.add_f64s(y_lo, row));
        let (middle, above) = (simd.add_f64s(left, one), simd.add_f64s(bottom, one));
        // Where they pass from one of the two columns (or rows) to the other.
        let (y, x) = (edges.y_at(simd, middle), edges.x_at(simd, above));
        let (from, to) = (within(simd, start.0, left), within(simd, end.0, left));
        let first = Strip::<S> { left, from, to, at_from: start.1, at_to: y };
        let to = within(simd, end.0, middle);
        let second = Strip::<S> { left: middle, from: zero, to, at_from: y, at_to: end.1 };
        let lower = Layer::<S> { bottom, enters: low.0, leaves: x };
        let upper = Layer::<S> { bottom: above, enters: x, leaves: high.0 };
        Some(Self {
            fits: lanes::<S>(simd.select_f64s(fits, one, zero)),
            row: lanes::<S>(row),
            column: lanes::<S>(column),
            areas: [
                [first.below(simd, &lower, rises, sign), second.below(simd, &lower, rises, sign)],
                [first.below(simd, &upper, rises, sign), second.below(simd, &upper, rises, sign)],
            ],
            widths: [first.width(simd, sign), second.width(simd, sign)],
        })
    }

    /// Adds those of one edge, and tells whether it is short; if not, there is nothing to add. `areas` are what pixels get,
    /// `widths` what each pixel and all pixels below it get.
    #[inline(always)]
    pub fn add(&self, lane: usize, areas: &mut [f64], widths: &mut [f64], stride: usize) -> bool {
        if self.fits[lane] == 0.0 {
            return false;
        }
        let row = near_integer(self.row[lane]) as usize;
        let first = row * stride + near_integer(self.column[lane]) as usize;
        for (j, parts) in self.areas.iter().enumerate() {
            for (k, part) in parts.iter().enumerate() {
                add_to(areas, first + j * stride + k, part[lane]);
            }
        }
        if row > 0 {
            for (k, width) in self.widths.iter().enumerate() {
                add_to(widths, first - stride + k, width[lane]);
            }
        }
        true
    }
}

/// Beyond the window there is nothing to add: 0 in the next row, or no pixel.
#[inline(always)]
fn add_to(pixels: &mut [f64], i: usize, part: f64) {
    if let Some(pixel) = pixels.get_mut(i) {
        *pixel += part;
    }
}

impl<S: Simd> Strip<S> {
    /// What lies below the edges in a row, with a sign.
    #[inline(always)]
    fn below(&self, simd: S, layer: &Layer<S>, rises: S::m64s, sign: S::f64s) -> [f64; MOST_LANES] {
        let Self { left, from, to, at_from, at_to } = *self;
        let (bottom, top) = (layer.bottom, simd.add_f64s(layer.bottom, simd.splat_f64s(1.0)));
        let enters = between(simd, within(simd, layer.enters, left), from, to);
        let leaves = between(simd, within(simd, layer.leaves, left), from, to);
        let (a, b) = (between(simd, at_from, bottom, top), between(simd, at_to, bottom, top));
        // Where they are above the row it is all below them.
        let full = simd.select_f64s(rises, simd.sub_f64s(to, leaves), simd.sub_f64s(leaves, from));
        let along = simd.abs_f64s(simd.sub_f64s(leaves, enters));
        let middle = simd.mul_f64s(simd.add_f64s(a, b), simd.splat_f64s(0.5));
        let under = simd.mul_add_e_f64s(along, simd.sub_f64s(middle, bottom), full);
        lanes::<S>(simd.mul_f64s(sign, under))
    }

    /// Their part of the column, with a sign.
    #[inline(always)]
    fn width(&self, simd: S, sign: S::f64s) -> [f64; MOST_LANES] {
        lanes::<S>(simd.mul_f64s(sign, simd.sub_f64s(self.to, self.from)))
    }
}

/// x and y of the beginnings and of the ends of lines; NaN, which fits nowhere, for arcs.
#[inline(always)]
fn ends(pieces: &[Piece]) -> [[f64; MOST_LANES]; 4] {
    let mut ends = [[f64::NAN; MOST_LANES]; 4];
    for (lane, piece) in pieces.iter().enumerate().take(MOST_LANES) {
        if let Piece::Line(line) = piece {
            ends[0][lane] = line.p.x;
            ends[1][lane] = line.p.y;
            ends[2][lane] = line.q.x;
            ends[3][lane] = line.q.y;
        }
    }
    ends
}

/// The first of the columns (or rows) that what lies between two coordinates passes through, counted from `origin`, and
/// whether they are two at most, of those of the window.
#[inline(always)]
fn first_of_two<S: Simd>(
    simd: S,
    low: S::f64s,
    high: S::f64s,
    origin: S::f64s,
    count: usize,
) -> (S::f64s, S::m64s) {
    let (low, high) = (simd.sub_f64s(low, origin), simd.sub_f64s(high, origin));
    let (zero, count) = (simd.splat_f64s(0.0), simd.splat_f64s(count as f64));
    // Far from the window an integer cannot be told, and need not be.
    let first = floor(simd, between(simd, low, simd.splat_f64s(-1.0), count));
    let end = simd.min_f64s(simd.add_f64s(first, simd.splat_f64s(2.0)), count);
    let begins =
        simd.and_m64s(simd.greater_than_or_equal_f64s(first, zero), simd.less_than_f64s(first, count));
    (first, simd.and_m64s(begins, simd.less_than_or_equal_f64s(high, end)))
}
