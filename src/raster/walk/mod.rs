//! Areas of any outline in a window of any size: the walk along it, cell by cell.
//!
//! Taken where no other way is: in windows of more than 264 columns, and for samples, to find the cells that an outline touches.
//! Memory and time are in proportion to the perimeter. Tested against the oracle, analytic areas and clipped polygons; the other ways are
//! tested against it.
//!
//! Every stretch of a contour that lies in one cell adds its cover and its area to that cell. The running sum of covers along a row is
//! what is inside. Heights within a row are rounded to multiples of 2⁻⁵¹, so those sums are exact: a running sum is exactly 1
//! between two touched cells inside the shape, exactly 0 outside.

pub(in crate::raster) mod cells;
mod ramps;
pub(in crate::raster) mod sweep;

use crate::arithmetic::{ceil, floor, larger, smaller};
use crate::error::Result;
use crate::geometry::{Piece, Point};
use crate::raster::clip::Clip;
use crate::raster::curve::{Curve, PlacedArc, PlacedLine};
use crate::raster::vectors::{COUNT, MOST_LANES, between, lot, rounded};
use crate::raster::walk::cells::Cells;
use crate::raster::walk::ramps::Rows;
use pulp::{Arch, Scalar, Simd, WithSimd};

/// Walks pieces of an outline whose source lies at `centre`, and adds to `cells` what of it lies in the window. `EXACT` asks for
/// areas with their arc segments; membership of samples only needs to know which cells are touched.
pub(in crate::raster) fn walk<const EXACT: bool>(
    pieces: &[Piece],
    centre: Point,
    clip: &Clip,
    cells: &mut impl Cells,
) -> Result<()> {
    Arch::new().dispatch(Walk::<EXACT, _> { pieces, centre, clip, cells })
}

/// Marks the cells that pieces pass through, and adds nothing to them. Level pieces pass through cells, too.
pub(in crate::raster) fn mark(
    pieces: &[Piece],
    centre: Point,
    clip: &Clip,
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
    walk::<false>(pieces, centre, clip, &mut Marks(cells))
}

fn mark_level(p: Point, q: Point, clip: &Clip, cells: &mut impl Cells) -> Result<()> {
    let (left, right) = (larger(smaller(p.x, q.x), clip.x_lo), smaller(larger(p.x, q.x), clip.x_hi));
    let row = floor(p.y);
    if left <= right && (clip.y_lo..clip.y_hi).contains(&row) {
        let columns = (left - clip.x_lo) as usize..=(right - clip.x_lo) as usize;
        cells.reserve(columns.clone().count())?;
        for col in columns.take_while(|&col| col < clip.width) {
            cells.touch((row - clip.y_lo) as usize, col, 0.0, 0.0);
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
    fn touch(&mut self, row: usize, col: usize, _: f64, _: f64) {
        self.0.touch(row, col, 0.0, 0.0);
    }
}

struct Walk<'a, const EXACT: bool, T> {
    pieces: &'a [Piece],
    centre: Point,
    clip: &'a Clip,
    cells: &'a mut T,
}

impl<const EXACT: bool, T: Cells> WithSimd for Walk<'_, EXACT, T> {
    type Output = Result<()>;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> Result<()> {
        let Self { pieces, centre, clip, cells } = self;
        for piece in pieces {
            match piece {
                Piece::Line(line) => {
                    let curve = PlacedLine::new(line, centre);
                    walk_curve::<EXACT, S>(simd, &curve, clip, cells)?;
                }
                Piece::Arc(arc) => {
                    let curve = PlacedArc::new(arc, centre);
                    walk_curve::<EXACT, S>(simd, &curve, clip, cells)?;
                }
            }
        }
        Ok(())
    }
}

/// From left to right, row by row, and cell by cell within a row.
#[inline(always)]
fn walk_curve<const EXACT: bool, S: Simd>(
    simd: S,
    curve: &impl Curve,
    clip: &Clip,
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
    // Where it enters the first row: at its own end, or on the grid line if the window begins there.
    let step = if rises { 1 } else { -1 };
    let y = if rises { first } else { last };
    let course =
        Course { step, start, end, row: y - clip.y_lo, y: y as f64, count: (last - first) as usize + 1 };
    if course.count <= FEW {
        // Most lanes would lie idle.
        return walk_course::<EXACT, Scalar>(Scalar::new(), &course, curve, sign, clip, cells);
    }
    walk_course::<EXACT, S>(simd, &course, curve, sign, clip, cells)
}

/// Pieces of so few rows are walked one row at a time: those of a polygon of many vertices.
const FEW: usize = 2;

#[inline(always)]
fn walk_course<const EXACT: bool, S: Simd>(
    simd: S,
    course: &Course,
    curve: &impl Curve,
    sign: f64,
    clip: &Clip,
    cells: &mut impl Cells,
) -> Result<()> {
    for from in (0..course.count).step_by(LOT) {
        let lot = course.lot(simd, curve, from);
        if lot.x[0] >= clip.x_hi {
            break;
        }
        for k in (0..lot.count).step_by(S::F64_LANES) {
            lot.rows(simd, k).add_to::<EXACT>(simd, curve, sign, clip, cells)?;
        }
    }
    Ok(())
}

/// So many rows share the computation of where the curve crosses their sides.
const LOT: usize = 16;

/// The way of a curve through the rows of a window.
struct Course {
    /// The first row, and the step to the next one.
    row: i64,
    step: i64,
    /// Lower side of the first row.
    y: f64,
    count: usize,
    start: Point,
    end: Point,
}

/// Some of the rows: where the curve enters and leaves each, in which heights of the row.
struct Lot {
    row: usize,
    step: isize,
    low: f64,
    count: usize,
    x: [f64; LOT + MOST_LANES],
    h: [f64; LOT],
    h_end: [f64; LOT],
}

impl Course {
    /// The rows from the one numbered `from` on.
    #[inline(always)]
    fn lot<S: Simd>(&self, simd: S, curve: &impl Curve, from: usize) -> Lot {
        let Self { step, start, end, .. } = *self;
        let count = LOT.min(self.count - from);
        let low = self.y + step as f64 * from as f64;
        // Heights of the side that it comes from, and of the other.
        let (near, far) = if step > 0 { (0.0, 1.0) } else { (1.0, 0.0) };
        let mut lot = Lot {
            row: (self.row + step * from as i64) as usize,
            step: step as isize,
            low,
            count,
            x: [end.x; LOT + MOST_LANES],
            h: [near; LOT],
            h_end: [far; LOT],
        };
        let (counted, _) = S::as_simd_f64s(&COUNT[..LOT + MOST_LANES]);
        let (first, step_of_line) = (simd.splat_f64s(low + near), simd.splat_f64s(step as f64));
        let (left, right) = (simd.splat_f64s(start.x), simd.splat_f64s(end.x));
        let crossings = (count + 1).div_ceil(S::F64_LANES);
        for (x, &k) in S::as_mut_simd_f64s(&mut lot.x).0.iter_mut().zip(counted).take(crossings) {
            let y = simd.mul_add_e_f64s(k, step_of_line, first);
            *x = between(simd, curve.x_at(simd, y), left, right);
        }
        let enters = start.y - low;
        if from == 0 && (0.0..=1.0).contains(&enters) {
            (lot.x[0], lot.h[0]) = (start.x, rounded(Scalar::new(), enters));
        }
        let leaves = end.y - (low + step as f64 * (count - 1) as f64);
        if from + count == self.count && (0.0..=1.0).contains(&leaves) {
            (lot.x[count], lot.h_end[count - 1]) = (end.x, rounded(Scalar::new(), leaves));
        }
        // Nothing happens beyond.
        for k in count..count.next_multiple_of(S::F64_LANES) {
            lot.x[k + 1] = lot.x[count];
            lot.h[k] = lot.h_end[k];
        }
        lot
    }
}

impl Lot {
    /// The rows from the k-th on, as many as a vector has lanes.
    #[inline(always)]
    fn rows<S: Simd>(&self, simd: S, k: usize) -> Rows<S> {
        let (lanes, numbers) = (S::F64_LANES, lot(simd, &COUNT, 0));
        let low = simd.splat_f64s(self.low + self.step as f64 * k as f64);
        Rows {
            row: self.row.wrapping_add_signed(self.step * k as isize),
            step: self.step,
            count: lanes.min(self.count - k),
            low: simd.mul_add_e_f64s(numbers, simd.splat_f64s(self.step as f64), low),
            x: lot(simd, &self.x[k..], 0),
            h: lot(simd, &self.h[k..], 0),
            x_end: lot(simd, &self.x[k + 1..], 0),
            h_end: lot(simd, &self.h_end[k..], 0),
        }
    }
}
