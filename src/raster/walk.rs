//! The outline walk: every stretch of a contour that lies in one cell adds its cover and its area to it.
//!
//! Summing covers along a row gives what is inside. Heights within a row are rounded to multiples of 2⁻⁵¹, so
//! those sums are exact: a running sum is exactly 1 between two touched cells inside the shape, exactly 0 outside.

use super::cells::Cells;
use super::window::{Place, Window};
use crate::arithmetic::{ceil, floor, larger, smaller};
use crate::error::Result;
use crate::geometry::{Arc, Line, Piece, Point};

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

/// Walks one piece, whose source lies at `centre`, and adds to `cells` what of it lies in the window. `EXACT`
/// asks for areas with their arc segments; membership of samples only needs to know which cells are touched.
#[inline(always)]
pub(super) fn walk_piece<const EXACT: bool>(
    piece: &Piece,
    centre: Point,
    clip: &Clip,
    cells: &mut impl Cells,
) -> Result<()> {
    match piece {
        Piece::Line(line) => walk::<EXACT>(&PlacedLine::new(line, centre), clip, cells),
        Piece::Arc(arc) => walk::<EXACT>(&PlacedArc::new(arc, centre), clip, cells),
    }
}

/// Marks the cells that a piece passes through, and adds nothing to them. Level pieces pass through cells, too.
pub(super) fn mark_piece(piece: &Piece, centre: Point, clip: &Clip, cells: &mut impl Cells) -> Result<()> {
    let (p, q) = piece.ends();
    if p.y != q.y {
        return walk_piece::<false>(piece, centre, clip, &mut Marks(cells));
    }
    let (p, q) = (p + centre, q + centre);
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

/// A piece in cell coordinates.
trait Monotone {
    fn ends(&self) -> (Point, Point);
    fn x_at(&self, y: f64) -> f64;
    fn y_at(&self, x: f64) -> f64;
    /// Signed area between the chord (dx, dy) and the curve, positive where the curve encloses more.
    fn sliver(&self, dx: f64, dy: f64) -> f64;
}

struct PlacedLine {
    p: Point,
    q: Point,
    dx_dy: f64,
    dy_dx: f64,
}

impl PlacedLine {
    #[inline(always)]
    fn new(line: &Line, centre: Point) -> Self {
        let (dx, dy) = (line.q.x - line.p.x, line.q.y - line.p.y);
        Self { p: line.p + centre, q: line.q + centre, dx_dy: dx / dy, dy_dx: dy / dx }
    }
}

impl Monotone for PlacedLine {
    #[inline(always)]
    fn ends(&self) -> (Point, Point) {
        (self.p, self.q)
    }
    #[inline(always)]
    fn x_at(&self, y: f64) -> f64 {
        self.p.x + (y - self.p.y) * self.dx_dy
    }
    #[inline(always)]
    fn y_at(&self, x: f64) -> f64 {
        self.p.y + (x - self.p.x) * self.dy_dx
    }
    #[inline(always)]
    fn sliver(&self, _: f64, _: f64) -> f64 {
        0.0
    }
}

struct PlacedArc<'a> {
    arc: &'a Arc,
    p: Point,
    q: Point,
    centre: Point,
}

impl<'a> PlacedArc<'a> {
    #[inline(always)]
    fn new(arc: &'a Arc, centre: Point) -> Self {
        Self { arc, p: arc.p + centre, q: arc.q + centre, centre: arc.centre + centre }
    }
}

impl Monotone for PlacedArc<'_> {
    #[inline(always)]
    fn ends(&self) -> (Point, Point) {
        (self.p, self.q)
    }
    #[inline(always)]
    fn x_at(&self, y: f64) -> f64 {
        self.centre.x + self.arc.over_y.at(y - self.centre.y)
    }
    #[inline(always)]
    fn y_at(&self, x: f64) -> f64 {
        self.centre.y + self.arc.over_x.at(x - self.centre.x)
    }
    #[inline(always)]
    fn sliver(&self, dx: f64, dy: f64) -> f64 {
        self.arc.turn * self.arc.axes.segment(dx, dy)
    }
}

/// Rounds a height within a row, 0 to 1, to a multiple of 2⁻⁵¹.
#[inline(always)]
fn rounded(height: f64) -> f64 {
    (height + 2.0) - 2.0
}

/// Row by row, upwards.
#[inline(always)]
fn walk<const EXACT: bool>(piece: &impl Monotone, clip: &Clip, cells: &mut impl Cells) -> Result<()> {
    let (p, q) = piece.ends();
    if p.y == q.y {
        // Level: it spans no height. The rows' running sums know of it from what lies left of it.
        return Ok(());
    }
    // Counter-clockwise, the inside is right of what goes down.
    let (lo, hi, sign) = if p.y <= q.y { (p, q, -1.0) } else { (q, p, 1.0) };
    let (left, right) = (smaller(lo.x, hi.x), larger(lo.x, hi.x));
    let (first, end) = (floor(lo.y).max(clip.y_lo), ceil(hi.y).min(clip.y_hi));
    if first >= end || left >= clip.x_hi {
        return Ok(());
    }
    let columns = smaller(right, clip.x_hi) - larger(left, clip.x_lo);
    cells.reserve((end - first) as usize + larger(columns, 0.0) as usize + 3)?;

    let x_at = |y| smaller(larger(piece.x_at(y), left), right);
    let mut y = first as f64;
    let (mut x, mut height) = if lo.y < y { (x_at(y), 0.0) } else { (lo.x, rounded(lo.y - y)) };
    let rows = (first - clip.y_lo) as usize..(end - clip.y_lo) as usize;
    for row in rows {
        let (x_top, top) = if hi.y <= y + 1.0 { (hi.x, rounded(hi.y - y)) } else { (x_at(y + 1.0), 1.0) };
        if height != top {
            // From left to right, whichever way that goes in y.
            let rises = x <= x_top;
            let sign = if rises { sign } else { -sign };
            let stretch = Stretch { row, y, sign, low: height, high: top };
            let (start, end) = ((x, height), (x_top, top));
            let (start, end) = if rises { (start, end) } else { (end, start) };
            stretch.walk::<EXACT>(piece, start, end, clip, cells);
        }
        (x, height, y) = (x_top, 0.0, y + 1.0);
    }
    Ok(())
}

/// What of a piece lies in one row.
struct Stretch {
    row: usize,
    /// Lower side of the row.
    y: f64,
    /// Sign of its cover per height gained from left to right.
    sign: f64,
    low: f64,
    high: f64,
}

impl Stretch {
    /// Cell by cell from `start` to `end`, both (x, height in the row).
    #[inline(always)]
    fn walk<const EXACT: bool>(
        &self,
        piece: &impl Monotone,
        start: (f64, f64),
        end: (f64, f64),
        clip: &Clip,
        cells: &mut impl Cells,
    ) {
        let ((mut x, mut height), (x_end, height_end)) = (start, end);
        let height_at = |x| smaller(larger(rounded(piece.y_at(x) - self.y), self.low), self.high);
        if x < clip.x_lo {
            // What lies left of the window covers its first column whole.
            let next = if x_end <= clip.x_lo { height_end } else { height_at(clip.x_lo) };
            let cover = self.sign * (next - height);
            cells.add(self.row, 0, cover, cover);
            if x_end <= clip.x_lo {
                return;
            }
            (x, height) = (clip.x_lo, next);
        }
        let mut column = floor(x - clip.x_lo) as usize;
        while column < clip.width {
            let right = clip.x_lo + (column + 1) as f64;
            let (next_x, next) = if x_end <= right { (x_end, height_end) } else { (right, height_at(right)) };
            let rise = next - height;
            let cover = self.sign * rise;
            let mut area = 0.0;
            if EXACT {
                area = cover * (right - 0.5 * (x + next_x)) + piece.sliver(next_x - x, rise);
            }
            cells.add(self.row, column, cover, area);
            if x_end <= right {
                break;
            }
            (x, height, column) = (next_x, next, column + 1);
        }
    }
}
