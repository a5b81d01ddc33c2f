//! Going through all sources, in image order and on many threads.

use super::images::Images;
use super::order::{Order, Turn, image_order};
use super::records::{RESULTS, Records};
use super::rules::Level;
use super::scratch::{Scratch, with_scratch};
use super::step::Step;
use super::visit::Visit;
use crate::error::{Result, filled};
use crate::geometry::Extents;
use crate::image::Reading;
use crate::parallel::{self, Stop};
use crate::raster::{Place, Prepared, Window};
use crate::reduce::Blocks;

/// How many sources ahead pixels are fetched.
const AHEAD: usize = 4;
/// The pixels of a taller source are not fetched ahead: they would push out what is in use.
const PREFETCHED_ROWS: usize = 64;
/// The rows of a taller source are fetched so many rows before they are read, unless they are so long that the processor
/// itself sees what is coming.
const ROWS_AHEAD: i64 = 8;
const PREFETCHED_COLUMNS: usize = 128;

/// For so many steps at one position its pixels are copied.
const MANY: usize = 4;

/// Where a source is, and its largest bounding box there, or what is likely to be near it.
type Located = Option<(Place, Window)>;

/// All steps at all sources.
#[derive(Debug)]
pub(super) struct Tour<'a> {
    pub images: &'a Images<'a>,
    /// All have the same positions.
    pub steps: &'a [Step<'a>],
    /// Where the numbers of each step begin in those of a source, and where the last ones end.
    pub starts: Vec<usize>,
    /// The background of each step.
    pub levels: Vec<Level<'a>>,
    pub blocks: Vec<Blocks>,
    pub threads: Option<usize>,
}

impl Tour<'_> {
    /// Measures every source. At a position the steps come one after the other, so that the pixels they share are read while
    /// they are in cache, and their numbers stand side by side. A source without a position has NaN. Now and then `cancel`
    /// is asked; after a yes the sources that are left have zeros.
    pub fn go(&self, cancel: &mut dyn FnMut() -> bool) -> Result<Records> {
        let (Some(first), width) = (self.steps.first(), self.width()) else {
            return Ok(Records { values: vec![], width: 1, turn_of: vec![] });
        };
        let loaded = (!self.images.planes.is_empty()).then_some(&self.images.loaded);
        let Order { turns, turn_of } = image_order(&first.footprint.sources, loaded)?;
        let mut values = filled(turns.len().saturating_mul(width), 0.0, RESULTS)?;
        let widest = self.widest();
        parallel::for_each_part(&turns, &mut values, width, self.threads, cancel, |part, out, stop| {
            with_scratch(|scratch| self.go_along(part, out, widest, scratch, stop))
        })?;
        Ok(Records { values, width, turn_of })
    }

    /// How many numbers of a source are kept: one at least, as of a stack of no images there are none.
    fn width(&self) -> usize {
        self.starts.last().map_or(1, |&end| end.max(1))
    }

    /// Measures the sources of one part of the tour.
    fn go_along(
        &self,
        part: &[Turn],
        out: &mut [f64],
        widest: Option<&Prepared>,
        scratch: &mut Scratch,
        stop: Stop<'_>,
    ) -> Result<()> {
        // What they have is of another call.
        scratch.near.forget();
        scratch.near_errors.forget();
        // Of shapes that differ it is not known.
        let takes_long = !widest.is_some_and(Prepared::is_ring);
        let width = self.width();
        // The box of sources that have one shape.
        let alone = self.steps.len() == 1 && widest.is_some();
        // Those ahead, in turn. Of shapes that differ, the next ones are likely to be as large as the last one.
        let mut ahead: [Located; AHEAD] = [None; AHEAD];
        let mut extents = widest.map(|source| *source.extents());
        for (k, (turn, out)) in part.iter().zip(out.chunks_exact_mut(width)).enumerate() {
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
            prefetch_own(self.images, &located, &mut scratch.reading);
            let Some((place, window)) = &located else {
                out.fill(f64::NAN);
                continue;
            };
            if self.steps.len() >= MANY {
                self.bring_near(window, scratch);
            }
            let known = alone.then_some(*window);
            if let Some(found) = self.measure(turn.index as usize, place, known, scratch, out)? {
                extents = Some(found);
            }
            scratch.reading.fetch_rest();
        }
        Ok(())
    }

    /// Takes all steps at one source, whose box may be `known`. Returns the extents of the last shape that is this source's own.
    #[inline(always)]
    fn measure(
        &self,
        index: usize,
        place: &Place,
        known: Option<Window>,
        scratch: &mut Scratch,
        out: &mut [f64],
    ) -> Result<Option<Extents>> {
        let mut extents = None;
        for ((step, level), start) in self.steps.iter().zip(&self.levels).zip(self.starts.windows(2)) {
            let (before, rest) = out.split_at_mut(start[0]);
            let own = &mut rest[..start[1] - start[0]];
            let background = level.get(index, before);
            let mut take = |source: &Prepared, bounds: Window, scratch: &mut Scratch| {
                let visit = Visit {
                    index,
                    source,
                    place,
                    bounds,
                    images: self.images,
                    sampling: step.footprint.sampling,
                    rules: &step.rules,
                    background,
                    blocks: &self.blocks,
                };
                step.stage.measure(&visit, scratch, own)
            };
            let sources = &step.footprint.sources;
            if let Some(source) = sources.shared_shape() {
                take(source, known.unwrap_or_else(|| place.bounds(source.extents())), scratch)?;
                continue;
            }
            let mut outline = std::mem::take(&mut scratch.outline);
            let result = sources.with_shape(index, &mut outline, |source| {
                extents = Some(*source.extents());
                take(source, place.bounds(source.extents()), scratch)
            });
            scratch.outline = outline;
            result?;
        }
        Ok(extents)
    }

    /// The largest shape, if in every step all sources have the same.
    fn widest(&self) -> Option<&Prepared> {
        let mut widest: Option<&Prepared> = None;
        for step in self.steps {
            let source = step.footprint.sources.shared_shape()?;
            if widest.is_none_or(|it| source.extents().size() > it.extents().size()) {
                widest = Some(source);
            }
        }
        widest
    }

    /// Copies the pixels that many steps share.
    #[inline(always)]
    fn bring_near(&self, window: &Window, scratch: &mut Scratch) {
        let Scratch { near, near_errors, reading, .. } = scratch;
        self.images.planes.iter().take(1).for_each(|image| near.load(image, window, reading));
        self.images.sigma.iter().for_each(|sigma| near_errors.load(sigma, window, reading));
    }

    /// Has the pixels of a source to come fetched while others are read.
    #[inline(always)]
    fn prefetch(&self, located: &Located, reading: &mut Reading) {
        if let Some((_, window)) = located
            && window.height() <= PREFETCHED_ROWS
        {
            reading.prepare(self.images.all().map(|image| image.rows(window)));
        }
    }
}

#[inline(always)]
fn locate(turn: &Turn, extents: &Option<Extents>) -> Located {
    let place = Place::new(turn.at)?;
    Some((place, extents.as_ref().map_or(Window::default(), |extents| place.bounds(extents))))
}

/// Has the rows of a tall source fetched some rows before they are read.
#[inline(always)]
pub(super) fn prefetch_own(images: &Images<'_>, located: &Located, reading: &mut Reading) {
    if let Some((_, window)) = located
        && window.height() > PREFETCHED_ROWS
        && window.width() <= PREFETCHED_COLUMNS
    {
        let rest = Window { y0: window.y0.saturating_add(ROWS_AHEAD), ..*window };
        reading.prepare(images.planes.iter().map(|image| image.rows(&rest)));
    }
}
