//! The outline walk: every stretch of a contour that lies in one cell adds its cover and its area to it.
//!
//! Summing covers along a row gives what is inside. Heights within a row are rounded to multiples of 2⁻⁵¹, so
//! those sums are exact: a running sum is exactly 1 between two touched cells inside the shape, exactly 0 outside.

use super::cells::Cells;
use super::corners::COUNT;
use super::curve::{Curve, PlacedArc, PlacedLine};
use super::stretches::Stretches;
use super::window::{Place, Window};
use crate::arithmetic::{ceil, floor, larger, near_floor, smaller};
use crate::error::Result;
use crate::geometry::{Piece, Point};
use pulp::{Arch, Simd, WithSimd};

/// A window in cell coordinates.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clip {
    pub x_lo: f64,
    pub x_hi: f64,
    /// Number of columns. Far from the source x_hi − x_lo is something else.
    width: usize,
    pub y_lo: i64,
    pub y_hi: i64,
}

impl Clip {
    /// The window as seen from its source.
    pub fn new(window: &Window, place: &Place) -> Self {
        let relative = |edge: i64, base: i64| edge.saturating_sub(base);
        Self {
            x_lo: relative(window.x0, place.base_x) as f64,
            x_hi: relative(window.x1, place.base_x) as f64,
            width: window.width(),
            y_lo: relative(window.y0, place.base_y),
            y_hi: relative(window.y1, place.base_y),
        }
    }
}

/// Walks pieces of an outline whose source lies at `centre`, and adds to `cells` what of it lies in the window. `EXACT` asks for
/// areas with their arc segments; membership of samples only needs to know which cells are touched.
pub(super) fn walk<const EXACT: bool>(
    pieces: &[Piece],
    centre: Point,
    clip: &Clip,
    stretches: &mut Stretches,
    cells: &mut impl Cells,
) -> Result<()> {
    Arch::new().dispatch(Walk::<EXACT, _> { pieces, centre, clip, stretches, cells })
}

/// Marks the cells that pieces pass through, and adds nothing to them. Level pieces pass through cells, too.
pub(super) fn mark(
    pieces: &[Piece],
    centre: Point,
    clip: &Clip,
    stretches: &mut Stretches,
    cells: &mut impl Cells,
) -> Result<()> {
    if pieces.is_empty() {
        return Ok(());
    }
    for piece in pieces {
        let (p, q) = piece.ends();
        if p.y == q.y {
            mark_level(p + centre, q + centre, clip, cells)?;
        }
    }
    walk::<false>(pieces, centre, clip, stretches, &mut Marks(cells))
}

fn mark_level(p: Point, q: Point, clip: &Clip, cells: &mut impl Cells) -> Result<()> {
    let (left, right) = (larger(smaller(p.x, q.x), clip.x_lo), smaller(larger(p.x, q.x), clip.x_hi));
    let row = floor(p.y);
    if left <= right && (clip.y_lo..clip.y_hi).contains(&row) {
        let columns = (left - clip.x_lo) as usize..=(right - clip.x_lo) as usize;
        cells.reserve(columns.clone().count())?;
        for col in columns.take_while(|&col| col < clip.width) {
            cells.add((row - clip.y_lo) as usize, col, 0.0, 0.0);
        }
    }
    Ok(())
}

/// Cells that are only marked.
struct Marks<'a, C>(&'a mut C);

impl<C: Cells> Cells for Marks<'_, C> {
    fn reserve(&mut self, calls: usize) -> Result<()> {
        self.0.reserve(calls)
    }

    #[inline(always)]
    fn add(&mut self, row: usize, col: usize, _: f64, _: f64) {
        self.0.add(row, col, 0.0, 0.0);
    }
}

struct Walk<'a, const EXACT: bool, C> {
    pieces: &'a [Piece],
    centre: Point,
    clip: &'a Clip,
    stretches: &'a mut Stretches,
    cells: &'a mut C,
}

impl<const EXACT: bool, C: Cells> WithSimd for Walk<'_, EXACT, C> {
    type Output = Result<()>;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> Result<()> {
        let Self { pieces, centre, clip, stretches, cells } = self;
        for piece in pieces {
            match piece {
                Piece::Line(line) => {
                    let curve = PlacedLine::new(line, centre);
                    walk_curve::<EXACT, S>(simd, &curve, clip, stretches, cells)?;
                }
                Piece::Arc(arc) => {
                    let curve = PlacedArc::new(arc, centre);
                    walk_curve::<EXACT, S>(simd, &curve, clip, stretches, cells)?;
                }
            }
        }
        Ok(())
    }
}

/// Rounds a height within a row, 0 to 1, to a multiple of 2⁻⁵¹.
#[inline(always)]
fn rounded(height: f64) -> f64 {
    (height + 2.0) - 2.0
}

/// From left to right, row by row, and cell by cell within a row.
#[inline(always)]
fn walk_curve<const EXACT: bool, S: Simd>(
    simd: S,
    curve: &impl Curve,
    clip: &Clip,
    stretches: &mut Stretches,
    cells: &mut impl Cells,
) -> Result<()> {
    let (p, q) = curve.ends();
    if p.y == q.y {
        // Level: it spans no height. The rows' running sums know of it from what lies left of it.
        return Ok(());
    }
    let (start, end) = if p.x <= q.x { (p, q) } else { (q, p) };
    let rises = start.y < end.y;
    let (lowest, highest) = if rises { (start.y, end.y) } else { (end.y, start.y) };
    let (first, last) = (floor(lowest).max(clip.y_lo), ceil(highest).min(clip.y_hi).saturating_sub(1));
    if first > last || start.x >= clip.x_hi {
        return Ok(());
    }
    // Counter-clockwise, the inside is right of what goes down: this is the sign per height gained from left to right.
    let sign = if p.x <= q.x { -1.0 } else { 1.0 };
    let mut course = Course {
        rows: Crossings::new(if rises { first } else { last + 1 }, if rises { 1.0 } else { -1.0 }),
        columns: Crossings::new(floor(larger(start.x, clip.x_lo)), 1.0),
        left: start.x,
        right: end.x,
    };
    let step = if rises { 1 } else { -1 };
    let (mut y, count) = (if rises { first } else { last }, (last - first) as usize + 1);
    // Where it enters the first row: at its own end, or on the grid line if the window begins there.
    let enters = start.y - y as f64;
    // Heights of the side that it comes from, and of the other.
    let (near, far) = if rises { (0.0, 1.0) } else { (1.0, 0.0) };
    let (mut x, mut height) = if (0.0..=1.0).contains(&enters) {
        (start.x, rounded(enters))
    } else {
        (course.x_on_row(simd, curve, 0), near)
    };
    for k in 0..count {
        let low = y as f64;
        let leaves = end.y - low;
        let (x_end, h_end) = if (0.0..=1.0).contains(&leaves) {
            (end.x, rounded(leaves))
        } else {
            (course.x_on_row(simd, curve, k + 1), far)
        };
        if height != h_end {
            let row = (y - clip.y_lo) as usize;
            let piece = RowPart { row, low, from: (x, height), to: (x_end, h_end), sign };
            piece.walk::<EXACT, S>(simd, curve, &mut course, clip, stretches, cells)?;
        }
        if x_end >= clip.x_hi {
            break;
        }
        (x, height, y) = (x_end, near, y + step);
    }
    stretches.add_to::<EXACT, S>(simd, curve, sign, cells)
}

/// So many crossings with grid lines are computed at once.
const LOT: usize = 16;

/// Where a curve crosses grid lines, which are asked for in order.
struct Crossings {
    /// The first line, and the step to the next one.
    first: f64,
    step: f64,
    /// The lines from this on are there.
    from: usize,
    count: usize,
    at: [f64; LOT],
}

impl Crossings {
    #[inline(always)]
    fn new(first: i64, step: f64) -> Self {
        Self { first: first as f64, step, from: 0, count: 0, at: [0.0; LOT] }
    }

    /// The lines from the k-th on.
    #[inline(always)]
    fn lines<S: Simd>(&self, simd: S, k: usize) -> S::f64s {
        let (counted, _) = S::as_simd_f64s(&COUNT[..LOT]);
        let from = simd.splat_f64s(self.first + self.step * k as f64);
        simd.mul_add_e_f64s(counted[0], simd.splat_f64s(self.step), from)
    }
}

/// The way of a curve through the grid.
struct Course {
    rows: Crossings,
    columns: Crossings,
    left: f64,
    right: f64,
}

impl Course {
    /// Its x where it crosses the k-th row's side, in the order in which it does.
    #[inline(always)]
    fn x_on_row<S: Simd>(&mut self, simd: S, curve: &impl Curve, k: usize) -> f64 {
        if k >= self.rows.from + self.rows.count {
            let (left, right) = (simd.splat_f64s(self.left), simd.splat_f64s(self.right));
            for i in 0..LOT / S::F64_LANES {
                let y = self.rows.lines(simd, k + i * S::F64_LANES);
                let x = simd.min_f64s(simd.max_f64s(curve.x_at(simd, y), left), right);
                S::as_mut_simd_f64s(&mut self.rows.at).0[i] = x;
            }
            (self.rows.from, self.rows.count) = (k, LOT);
        }
        self.rows.at[(k - self.rows.from) % LOT]
    }

    /// Its y on the k-th column's side.
    #[inline(always)]
    fn y_on_column<S: Simd>(&mut self, simd: S, curve: &impl Curve, k: usize) -> f64 {
        if k >= self.columns.from + self.columns.count {
            for i in 0..LOT / S::F64_LANES {
                let x = self.columns.lines(simd, k + i * S::F64_LANES);
                S::as_mut_simd_f64s(&mut self.columns.at).0[i] = curve.y_at(simd, x);
            }
            (self.columns.from, self.columns.count) = (k, LOT);
        }
        self.columns.at[(k - self.columns.from) % LOT]
    }
}

/// What of a curve lies in one row: from (x, h) to (x, h), where h is the height in the row.
struct RowPart {
    row: usize,
    /// Lower side of the row.
    low: f64,
    from: (f64, f64),
    to: (f64, f64),
    sign: f64,
}

impl RowPart {
    #[inline(always)]
    fn walk<const EXACT: bool, S: Simd>(
        &self,
        simd: S,
        curve: &impl Curve,
        course: &mut Course,
        clip: &Clip,
        stretches: &mut Stretches,
        cells: &mut impl Cells,
    ) -> Result<()> {
        let (mut from, to) = (self.from, self.to);
        let (least, most) = (smaller(from.1, to.1), larger(from.1, to.1));
        let first_line = course.columns.first;
        if from.0 < clip.x_lo {
            // What lies left of the window covers its first column whole.
            let next = if to.0 <= clip.x_lo {
                to.1
            } else {
                let y = course.y_on_column(simd, curve, (clip.x_lo - first_line) as usize);
                smaller(larger(rounded(y - self.low), least), most)
            };
            let cover = self.sign * (next - from.1);
            cells.reserve(1)?;
            cells.add(self.row, 0, cover, cover);
            if to.0 <= clip.x_lo {
                return Ok(());
            }
            from = (clip.x_lo, next);
        }
        let mut column = near_floor(from.0 - clip.x_lo) as usize;
        let mut right = clip.x_lo + (column as i64 + 1) as f64;
        while column < clip.width {
            let next = if to.0 <= right {
                to
            } else {
                let y = course.y_on_column(simd, curve, near_floor(right - first_line) as usize);
                (right, smaller(larger(rounded(y - self.low), least), most))
            };
            if stretches.is_full() {
                stretches.add_to::<EXACT, S>(simd, curve, self.sign, cells)?;
            }
            stretches.push((self.row, column), from, next, right);
            if to.0 <= right {
                break;
            }
            (from, column, right) = (next, column + 1, right + 1.0);
        }
        Ok(())
    }
}
