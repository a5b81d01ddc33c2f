//! Going through all sources, in image order and on many threads, and what is written down of each.

use super::job::Job;
use super::order::{Order, Turn, image_order};
use super::scratch::{Scratch, with_scratch};
use super::sources::Sources;
use crate::error::{Result, filled};
use crate::geometry::Extents;
use crate::image::Reading;
use crate::parallel::{self, Stop};
use crate::raster::{Place, Prepared, Window};

pub(super) const RESULTS: &str = "the results";
/// How many sources ahead pixels are fetched.
const AHEAD: usize = 4;
/// The pixels of a taller source are not fetched ahead: they would push out what is in use.
const PREFETCHED_ROWS: usize = 64;
/// Of a taller one rows are fetched so many rows before they are read, unless they are so long that the processor itself
/// sees what is coming.
const ROWS_AHEAD: i64 = 8;
const PREFETCHED_COLUMNS: usize = 128;

/// For so many targets at one position its pixels are copied.
const MANY: usize = 4;

/// A source that is being visited.
#[derive(Debug, Clone, Copy)]
pub(super) struct Visit<'a> {
    /// Its number among the positions.
    pub index: usize,
    /// Its shape.
    pub source: &'a Prepared,
    /// Where it is.
    pub place: &'a Place,
    /// Its pixels.
    pub bounds: Window,
}

/// Where a source is, and the pixels of the largest target there, or what is likely to be near them.
type Located = Option<(Place, Window)>;

/// So many numbers for each source, in the order in which the sources were visited.
#[derive(Debug)]
pub(super) struct Records {
    values: Vec<f64>,
    width: usize,
    /// Where those of each source are, in the caller's order.
    turn_of: Vec<u32>,
}

impl Records {
    /// How many numbers each source has.
    pub fn width(&self) -> usize {
        self.width
    }

    /// How many sources there are.
    pub fn len(&self) -> usize {
        self.turn_of.len()
    }

    /// Number `k` of each source, in the caller's order, one after the other.
    pub fn numbers(&self, k: usize) -> impl Iterator<Item = f64> {
        self.turn_of.iter().map(move |&turn| self.values[turn as usize * self.width + k])
    }

    /// Number `k` of each source, in the caller's order.
    pub fn column(&self, k: usize) -> Result<Vec<f64>> {
        self.blocks::<1>(k)
    }

    /// The numbers from `k` on, `N` of each source, in the caller's order.
    pub fn blocks<const N: usize>(&self, k: usize) -> Result<Vec<f64>> {
        let mut values = filled(N * self.turn_of.len(), 0.0, RESULTS)?;
        for (out, &turn) in values.as_chunks_mut::<N>().0.iter_mut().zip(&self.turn_of) {
            out.copy_from_slice(&self.values[turn as usize * self.width + k..][..N]);
        }
        Ok(values)
    }
}

impl Job<'_> {
    /// Calls `each` with every source and the `width` numbers that are kept of it. All targets have the same positions; at
    /// every position they come one after the other, so that the pixels they share are read while they are near, and their
    /// numbers stand side by side. What is nowhere has NaN. Now and then `cancel` is asked; after a yes the sources that
    /// are left have zeros.
    pub(super) fn visit(
        &self,
        targets: &[Sources<'_>],
        width: usize,
        threads: Option<usize>,
        cancel: &mut dyn FnMut() -> bool,
        each: impl Fn(&Visit<'_>, &mut Scratch, &mut [f64]) -> Result<()> + Sync,
    ) -> Result<Records> {
        let total = width * targets.len();
        let Some(first) = targets.first() else {
            return Ok(Records { values: vec![], width: 1, turn_of: vec![] });
        };
        let Order { turns, turn_of } = image_order(first, (!self.planes.is_empty()).then_some(&self.loaded))?;
        let mut values = filled(turns.len().saturating_mul(total), 0.0, RESULTS)?;
        let widest = widest(targets);
        let alone = targets.len() == 1 && widest.is_some();
        // Of shapes that differ it is not known.
        let takes_long = !widest.is_some_and(Prepared::is_ring);
        let locate = |turn: &Turn, extents: &Option<Extents>| -> Located {
            let place = Place::new(turn.at)?;
            Some((place, extents.as_ref().map_or(Window::default(), |extents| place.bounds(extents))))
        };
        parallel::for_each_part(&turns, &mut values, total, threads, cancel, |part, out, stop: Stop<'_>| {
            with_scratch(|scratch| {
                // What they have is of another call.
                scratch.near.forget();
                scratch.near_errors.forget();
                // Those ahead, in turn. Of shapes that differ, the next ones are likely to be as large as the last one.
                let mut ahead: [Located; AHEAD] = [None; AHEAD];
                let mut extents = widest.map(|source| *source.extents());
                for (k, (turn, out)) in part.iter().zip(out.chunks_exact_mut(total)).enumerate() {
                    if stop() {
                        break;
                    }
                    let located = if k < AHEAD { locate(turn, &extents) } else { ahead[k % AHEAD] };
                    if let Some(next) = part.get(k + AHEAD) {
                        ahead[k % AHEAD] = locate(next, &extents);
                        self.prefetch(&ahead[k % AHEAD], &mut scratch.reading);
                        if takes_long {
                            scratch.reading.fetch_half();
                        }
                    }
                    self.prefetch_own(&located, &mut scratch.reading);
                    let Some((place, window)) = &located else {
                        out.fill(f64::NAN);
                        continue;
                    };
                    let index = turn.index as usize;
                    if targets.len() >= MANY {
                        self.bring_near(window, scratch);
                    }
                    for (target, out) in targets.iter().zip(out.chunks_exact_mut(width)) {
                        if let Some(source) = target.shared_shape() {
                            let bounds = if alone { *window } else { place.bounds(source.extents()) };
                            each(&Visit { index, source, place, bounds }, scratch, out)?;
                            continue;
                        }
                        let mut outline = std::mem::take(&mut scratch.outline);
                        let result = target.with_shape(index, &mut outline, |source| {
                            let bounds = place.bounds(source.extents());
                            extents = Some(*source.extents());
                            each(&Visit { index, source, place, bounds }, scratch, out)
                        });
                        scratch.outline = outline;
                        result?;
                    }
                    scratch.reading.fetch_rest();
                }
                Ok(())
            })
        })?;
        Ok(Records { values, width: total, turn_of })
    }

    /// Sum in the first plane and effective area of the first source, without the lists that several ask for; NaN where it is nowhere.
    pub fn run_one(&self, sources: &Sources<'_>) -> Result<(f64, f64)> {
        let Some(place) = Place::new(sources.at(0)) else { return Ok((f64::NAN, f64::NAN)) };
        let mut record = filled(self.record_width(), 0.0, RESULTS)?;
        with_scratch(|scratch| {
            let mut outline = std::mem::take(&mut scratch.outline);
            let result = sources.with_shape(0, &mut outline, |source| {
                let bounds = place.bounds(source.extents());
                self.prefetch_own(&Some((place, bounds)), &mut scratch.reading);
                let visit = Visit { index: 0, source, place: &place, bounds };
                self.measure_shape(&visit, &[], scratch, &mut record)
            });
            scratch.outline = outline;
            result
        })?;
        let sum = if self.planes.is_empty() { 0.0 } else { record[0] };
        Ok((sum, record[self.planes.len()]))
    }

    /// Copies the pixels that many targets share.
    #[inline(always)]
    fn bring_near(&self, window: &Window, scratch: &mut Scratch) {
        let Scratch { near, near_errors, reading, .. } = scratch;
        self.planes.iter().take(1).for_each(|image| near.load(image, window, reading));
        self.sigma.iter().for_each(|(sigma, _)| near_errors.load(sigma, window, reading));
    }

    /// Has the rows of a tall source fetched some rows before they are read.
    #[inline(always)]
    fn prefetch_own(&self, located: &Located, reading: &mut Reading) {
        if let Some((_, window)) = located
            && window.height() > PREFETCHED_ROWS
            && window.width() <= PREFETCHED_COLUMNS
        {
            let rest = Window { y0: window.y0.saturating_add(ROWS_AHEAD), ..*window };
            reading.prepare(self.planes.iter(), &rest);
        }
    }

    /// Has the pixels of a source to come fetched while others are read.
    #[inline(always)]
    fn prefetch(&self, located: &Located, reading: &mut Reading) {
        if let Some((_, window)) = located
            && window.height() <= PREFETCHED_ROWS
        {
            // What is added last is fetched first.
            let images =
                self.planes.iter().chain(self.sigma.as_ref().map(|(sigma, _)| sigma)).chain(&self.masks);
            reading.prepare(images, window);
        }
    }
}

/// The largest shape, if every target has the same at all of its positions.
fn widest<'a>(targets: &'a [Sources<'_>]) -> Option<&'a Prepared> {
    let mut widest: Option<&Prepared> = None;
    for target in targets {
        let source = target.shared_shape()?;
        if widest.is_none_or(|it| source.extents().size() > it.extents().size()) {
            widest = Some(source);
        }
    }
    widest
}
