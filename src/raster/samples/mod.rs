//! Samples of pixels, for the methods that count what is inside.
//!
//! Two ways: of a shape that is quick to ask all centres of a small window are asked about at once; else the walk finds the cells that the
//! outline touches, and only their samples are asked about. Of large discs and rings [`chords`] solves for the pixels of each row.
//! `cargo test --release routes -- --ignored --nocapture` prints what each takes. All are tested against asking every sample.

pub(in crate::raster) mod chords;

use crate::geometry::{AnyShape, Compound, Extents, Point, Rule, Shape, Ties};
use crate::raster::aligned::Aligned;
use crate::raster::coverage::{Coverage, is_small, stride};
use crate::raster::window::{Place, Window, photutils_range};
use pulp::{Arch, Simd, WithSimd};

/// The samples of the pixels of a window, and the shape that they may be in.
pub(in crate::raster) struct Samples<'a> {
    pub shape: &'a AnyShape,
    pub grid: Grid,
}

/// Where the samples are.
#[derive(Debug, Clone, Copy)]
pub(in crate::raster) struct Grid {
    columns: Axis,
    rows: Axis,
    per_side: u32,
}

impl Grid {
    fn new(
        polygon: Option<Extents>,
        place: &Place,
        bounds: &Window,
        first: (i64, i64),
        (per_side, ties): (u32, Ties),
    ) -> Self {
        let (mut x, mut y) = ((bounds.x0, bounds.x1), (bounds.y0, bounds.y1));
        if let Some(e) = polygon {
            x = photutils_range(place.at.x, e.xmin, e.xmax).unwrap_or(x);
            y = photutils_range(place.at.y, e.ymin, e.ymax).unwrap_or(y);
        }
        let columns = Axis::new(ties, place.at.x, x, first.0, polygon.is_some());
        let rows = Axis::new(ties, place.at.y, y, first.1, polygon.is_some());
        Self { columns, rows, per_side }
    }

    /// Whether each pixel has but one sample, its centre.
    pub fn is_centres(&self) -> bool {
        self.per_side == 1
    }

    /// Where the centres of a column are.
    #[inline(always)]
    pub fn centre_x(&self, col: usize) -> f64 {
        self.columns.start(col, 1).only()
    }

    /// The same for all columns, if there is no more to it than a difference. Who asks for many should know beforehand.
    pub fn plain_columns(&self) -> Option<impl Fn(usize) -> f64 + use<>> {
        match self.columns {
            Axis::Plain { at, first } => Some(move |col| plain(at, first, col)),
            Axis::Stepped { .. } => None,
        }
    }

    /// Where the centres of a row are.
    #[inline(always)]
    pub fn centre_y(&self, row: usize) -> f64 {
        self.rows.start(row, 1).only()
    }
}

/// How much of a pixel is inside, by its samples.
pub(in crate::raster) trait Share {
    /// The share of the pixel's samples that are inside.
    fn weight(&self, row: usize, col: usize) -> f64;
}

impl Share for Samples<'_> {
    #[inline(always)]
    fn weight(&self, row: usize, col: usize) -> f64 {
        let grid = &self.grid;
        if grid.is_centres() {
            return f64::from(u8::from(self.has_centre(row, col)));
        }
        self.share(grid.columns.start(col, grid.per_side), grid.rows.start(row, grid.per_side))
    }
}

/// So many samples of a row are asked about at once: a loop over one shape, not a look at its kind for each.
const SAMPLES: usize = 16;

impl<'a> Samples<'a> {
    /// `per_side` samples along each side of a pixel, for a source at its place, in a window of its bounding box that begins at
    /// `first`.
    #[inline(always)]
    pub fn new(
        shape: &'a AnyShape,
        place: &Place,
        bounds: &Window,
        first: (i64, i64),
        (per_side, ties): (u32, Ties),
    ) -> Self {
        let polygon = ties == Ties::Photutils && shape.cover().is_polygon();
        let extents = polygon.then(|| shape.extents());
        Self { shape, grid: Grid::new(extents, place, bounds, first, (per_side, ties)) }
    }
}

impl Samples<'_> {
    #[inline(always)]
    fn has_centre(&self, row: usize, col: usize) -> bool {
        self.shape.contains(Point::new(self.grid.centre_x(col), self.grid.centre_y(row)))
    }

    fn share(&self, xs: Steps, ys: Steps) -> f64 {
        let n = self.grid.per_side;
        let (mut xs, mut row, mut count) = (xs.samples(n).peekable(), [0.0; SAMPLES], 0);
        while xs.peek().is_some() {
            let filled = row.iter_mut().zip(&mut xs).map(|(place, x)| *place = x).count();
            count += ys.samples(n).map(|y| self.shape.samples_in_row(&row[..filled], y)).sum::<usize>();
        }
        count as f64 / (f64::from(n) * f64::from(n))
    }
}

impl Samples<'_> {
    /// Whether to ask about all centres of a window takes less time than to look for those that the outline is near.
    pub fn are_few(&self, window: &Window) -> bool {
        self.grid.is_centres()
            && is_small(window.width(), window.height())
            && !self.shape.cover().is_slow_to_ask()
    }

    /// Writes the coverage by centres of which there are few.
    pub fn ask_all(&self, spare: &mut Aligned, out: &mut Coverage) {
        let window = out.window();
        let stride = stride(window.width());
        Arch::new().dispatch(All {
            samples: self,
            width: window.width(),
            xs: spare.room(stride),
            weights: out.start_dense(stride),
        });
    }
}

/// The centres of a window, all to be asked about.
struct All<'a> {
    samples: &'a Samples<'a>,
    width: usize,
    xs: &'a mut [f64],
    weights: &'a mut [f64],
}

impl WithSimd for All<'_> {
    type Output = ();

    /// The compiler makes vectors of it: those of this processor. Whole ones, also beyond the window.
    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { samples: Samples { shape, grid }, width, xs, weights } = self;
        xs.iter_mut().enumerate().for_each(|(col, x)| *x = grid.centre_x(col));
        for (row, weights) in weights.chunks_exact_mut(xs.len()).enumerate() {
            shape.write_inside(xs, grid.centre_y(row), weights);
            weights[width..].fill(0.0);
        }
    }
}

/// The samples of a compound: the same for all of its members, each of which sees them from its own place.
pub(in crate::raster) struct CompoundSamples<'a> {
    rule: &'a Rule,
    members: Vec<Samples<'a>>,
}

impl<'a> CompoundSamples<'a> {
    /// The samples for every member of a compound; none if a member has no position.
    pub fn new(
        compound: &'a Compound<AnyShape>,
        place: &Place,
        window: Window,
        per_side: u32,
        ties: Ties,
    ) -> Option<Self> {
        let mut members = vec![];
        for member in compound.members() {
            let shape = &member.shape;
            let own = member.stays.map_or(Some(*place), Place::new)?;
            let bounds = own.bounds(&shape.extents());
            members.push(Samples::new(shape, &own, &bounds, (window.x0, window.y0), (per_side, ties)));
        }
        Some(Self { rule: compound.rule(), members })
    }
}

impl Share for CompoundSamples<'_> {
    fn weight(&self, row: usize, col: usize) -> f64 {
        let n = self.members.first().map_or(1, |member| member.grid.per_side);
        if n == 1 {
            return f64::from(u8::from(self.rule.holds(|k| self.members[k].has_centre(row, col))));
        }
        let places = |axis: fn(&Grid) -> &Axis, index| -> Vec<Vec<f64>> {
            self.members.iter().map(|m| axis(&m.grid).start(index, n).samples(n).collect()).collect()
        };
        let (xs, ys) = (places(|grid| &grid.columns, col), places(|grid| &grid.rows, row));
        let has = |i: usize, j: usize| {
            self.rule.holds(|k| self.members[k].shape.contains_sample(Point::new(xs[k][i], ys[k][j])))
        };
        let in_row = |j| (0..n as usize).filter(|&i| has(i, j)).count();
        let count: usize = (0..n as usize).map(in_row).sum();
        count as f64 / (f64::from(n) * f64::from(n))
    }
}

/// Where the samples of a column, or of a row, are: relative to the position, in the very arithmetic that decides ties.
#[derive(Debug, Clone, Copy)]
enum Axis {
    /// Pixel minus position, plus the sample's place in the pixel.
    Plain { at: f64, first: i64 },
    /// From the low side of the bounding box on, which is so many pixels before the window. The first sample of a pixel
    /// is half a step on, or a step on from half a step back.
    Stepped { low: f64, pixel: f64, before: i64, half_on: bool },
}

impl Axis {
    fn new(ties: Ties, at: f64, bounds: (i64, i64), first: i64, half_on: bool) -> Self {
        match ties {
            Ties::Native => Self::Plain { at, first },
            Ties::Photutils => {
                let edge = |pixel: i64| pixel as f64 - 0.5 - at;
                let (low, high) = (edge(bounds.0), edge(bounds.1));
                let pixel = (high - low) / bounds.1.saturating_sub(bounds.0) as f64;
                Self::Stepped { low, pixel, before: first.saturating_sub(bounds.0), half_on }
            }
        }
    }

    /// The samples of a pixel, `n` along this axis.
    #[inline(always)]
    fn start(&self, index: usize, n: u32) -> Steps {
        match *self {
            Self::Plain { at, first } => {
                Steps { first: plain(at, first, index), step: 1.0 / f64::from(n), plain: true }
            }
            Self::Stepped { low, pixel, before, half_on } => {
                let from = low + (before + index as i64) as f64 * pixel;
                let step = (from + pixel - from) / f64::from(n);
                let half = 0.5 * step;
                let first = if half_on { from + half } else { (from - half) + step };
                Steps { first, step, plain: false }
            }
        }
    }
}

/// A pixel's centre, counted from pixel `first`, minus the position.
#[inline(always)]
fn plain(at: f64, first: i64, index: usize) -> f64 {
    (first + index as i64) as f64 - at
}

/// The samples of one pixel along one axis.
#[derive(Debug, Clone, Copy)]
struct Steps {
    /// The first, or the pixel's centre.
    first: f64,
    step: f64,
    plain: bool,
}

impl Steps {
    /// The sample if there is but one: the pixel's centre.
    #[inline(always)]
    fn only(self) -> f64 {
        self.first
    }

    /// All `n` samples. The steps add up their roundings: that is how photutils does it.
    fn samples(self, n: u32) -> impl Iterator<Item = f64> {
        let mut next = self.first;
        (0..n).map(move |i| {
            let stepped = next;
            next += self.step;
            if self.plain { self.first + ((f64::from(i) + 0.5) * self.step - 0.5) } else { stepped }
        })
    }
}
