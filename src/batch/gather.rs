//! The pixels of many sources themselves: their values, their coordinates, and cutouts.

use super::footprint::Footprint;
use super::images::Images;
use super::rules::{Level, Rules};
use super::scratch::{Scratch, with_scratch};
use super::visit::Visit;
use crate::error::{Error, Result, filled};
use crate::geometry::Outline;
use crate::image::{Reading, View};
use crate::parallel;
use crate::raster::{Place, Run, Weight, Window};
use crate::reduce::Extras;

const PIXELS: Error = Error::OutOfMemory("the pixels of a source");

/// What is wanted of each pixel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Its bytes as they are in memory.
    Bytes,
    /// Its value times its weight.
    Products,
}

/// The pixels that count of one source, row by row from left to right.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Gathered {
    /// How many there are.
    pub count: usize,
    /// Their bytes, if wanted.
    pub bytes: Vec<u8>,
    /// Their values times their weights, if wanted.
    pub products: Vec<f64>,
    /// Their rows and columns, if wanted.
    pub pix: [Vec<f64>; 2],
}

/// The bounding box of one source, row by row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cutout {
    /// Values times weights; the fill value for pixels that are masked or off the image.
    pub products: Vec<f64>,
    /// Rows and columns, if wanted; NaN for pixels that do not count.
    pub pix: [Vec<f64>; 2],
}

/// The pixels of one source that the rules leave.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Survivors {
    /// Their rows in the image.
    pub rows: Vec<i64>,
    /// Their columns in the image.
    pub cols: Vec<i64>,
    /// Their values, less the background.
    pub values: Vec<f64>,
    /// Their weights.
    pub weights: Vec<f64>,
    /// Their standard deviations, or nothing.
    pub sigmas: Vec<f64>,
}

/// The pixels of the first plane that are not masked. A source without a position has none.
pub fn values(
    images: &Images<'_>,
    footprint: &Footprint<'_>,
    wanted: Wanted,
    pix: bool,
    cancel: impl FnMut() -> bool,
) -> Result<Vec<Gathered>> {
    gather(images, footprint, &Rules::default(), cancel, |visit, s| pick(visit, s)?.values(wanted, pix))
}

/// The bounding boxes of all sources, cut out of the first plane.
pub fn cutouts(
    images: &Images<'_>,
    footprint: &Footprint<'_>,
    fill: f64,
    pix: bool,
    cancel: impl FnMut() -> bool,
) -> Result<Vec<Cutout>> {
    footprint.sources.bounding_boxes()?; // each has one
    gather(images, footprint, &Rules::default(), cancel, |visit, s| pick(visit, s)?.cutout(fill, pix))
}

/// The pixels of every source that the rules leave.
pub fn survivors(
    images: &Images<'_>,
    footprint: &Footprint<'_>,
    rules: &Rules<'_>,
    cancel: impl FnMut() -> bool,
) -> Result<Vec<Survivors>> {
    images.is_single()?;
    images.check(footprint.sources.len())?;
    rules.check(footprint.sources.len())?;
    gather(images, footprint, rules, cancel, |visit, s| {
        let extras = Extras { weights: true, sigma: images.sigma.as_ref(), places: true };
        let outside = visit.scan(s)?;
        let mut settled = visit.settle(outside, s)?;
        visit.sample(&mut settled, s, extras)?;
        visit.clip_sample(s);
        let window = s.coverage.window();
        let in_image = |places: &[f64], first: i64| places.iter().map(|&k| first + k as i64).collect();
        let sample = std::mem::take(&mut s.sample);
        Ok(Survivors {
            rows: in_image(&sample.rows, window.y0),
            cols: in_image(&sample.cols, window.x0),
            values: sample.values,
            weights: sample.weights,
            sigmas: sample.sigmas,
        })
    })
}

/// What `each` makes of every source that has a position.
fn gather<R: Clone + Default + Send>(
    images: &Images<'_>,
    footprint: &Footprint<'_>,
    rules: &Rules<'_>,
    mut cancel: impl FnMut() -> bool,
    each: impl Fn(&Visit<'_>, &mut Scratch) -> Result<R> + Sync,
) -> Result<Vec<R>> {
    let Footprint { sources, sampling } = footprint;
    let mut found = filled(sources.len(), R::default(), "the results")?;
    if images.planes.is_empty() {
        return Ok(found);
    }
    let no_steps = |_: usize, _: &str| Err(Error::Unfit("only a measurement has earlier steps"));
    let level = Level::of(rules.background, no_steps)?;
    let indices: Vec<usize> = (0..sources.len()).collect();
    parallel::for_each_part(&indices, &mut found, 1, None, &mut cancel, |part, out, stop| {
        let mut memory = Outline::default();
        for (&index, out) in part.iter().zip(out) {
            if stop() {
                break;
            }
            let Some(place) = Place::new(sources.at(index)) else { continue };
            *out = sources.with_shape(index, &mut memory, |source| {
                let visit = Visit {
                    index,
                    source,
                    place: &place,
                    bounds: place.bounds(source.extents()),
                    images,
                    sampling: *sampling,
                    rules,
                    background: level.get(index, &[]),
                    blocks: &[],
                };
                with_scratch(|s| each(&visit, s))
            })?;
        }
        Ok(())
    })?;
    Ok(found)
}

/// The pixels of a source that are not masked.
fn pick<'a>(visit: &Visit<'a>, s: &'a mut Scratch) -> Result<Picked<'a>> {
    let Visit { images, bounds, .. } = *visit;
    let visible = visit.visible();
    s.scanner.scan(visit.at(), visible, visit.sampling, &mut s.coverage)?;
    let masked = s.exclude(images.masks.iter())?;
    Ok(Picked {
        runs: if masked { &s.kept } else { s.coverage.runs() },
        weights: s.coverage.weights(),
        image: &images.planes[0],
        masks: &images.masks,
        bounds,
        visible,
        reading: &mut s.reading,
    })
}

/// The pixels of one source that count, and the images they are in.
struct Picked<'a> {
    runs: &'a [Run],
    weights: &'a [f64],
    image: &'a View<'a>,
    masks: &'a [View<'a>],
    bounds: Window,
    /// The part of the bounds that is in the image; runs are numbered from its first pixel.
    visible: Window,
    reading: &'a mut Reading,
}

impl Picked<'_> {
    fn values(self, wanted: Wanted, pix: bool) -> Result<Gathered> {
        let count = self.runs.iter().map(|run| run.len).sum();
        let mut found = Gathered { count, ..Gathered::default() };
        let room = if pix { count } else { 0 };
        for coordinates in &mut found.pix {
            coordinates.try_reserve_exact(room).map_err(|_| PIXELS)?;
        }
        match wanted {
            Wanted::Bytes => found.bytes.try_reserve_exact(count * self.image.element_size()),
            Wanted::Products => found.products.try_reserve_exact(count),
        }
        .map_err(|_| PIXELS)?;
        for run in self.runs {
            let (x, y) = start(&self.visible, run);
            match wanted {
                Wanted::Bytes => self.image.copy_bytes(x, y, run.len, &mut found.bytes),
                Wanted::Products => {
                    let values = self.image.values(x, y, run.len, self.reading);
                    let start = found.products.len();
                    found.products.extend_from_slice(values);
                    weigh(run, self.weights, &mut found.products[start..]);
                }
            }
            if pix {
                let [yy, xx] = &mut found.pix;
                yy.extend(std::iter::repeat_n(y as f64, run.len));
                xx.extend((0..run.len).map(|k| (x + k as i64) as f64));
            }
        }
        Ok(found)
    }

    fn cutout(self, fill: f64, pix: bool) -> Result<Cutout> {
        let (width, height) = (self.bounds.width(), self.bounds.height());
        let size = width.checked_mul(height).ok_or(PIXELS)?;
        let room = if pix { size } else { 0 };
        let nans = || filled(room, f64::NAN, "a cutout");
        let mut cutout = Cutout { products: filled(size, fill, "a cutout")?, pix: [nans()?, nans()?] };
        let index = |x: i64, y: i64| (y - self.bounds.y0) as usize * width + (x - self.bounds.x0) as usize;
        let seen = &self.visible;
        let rows = if seen.is_empty() { 0..0 } else { seen.y0..seen.y1 };
        for y in rows {
            let first = index(seen.x0, y);
            let row = &mut cutout.products[first..first + seen.width()];
            row.fill(0.0);
            for mask in self.masks {
                let flags = mask.flags(seen.x0, y, seen.width(), self.reading);
                for (pixel, _) in row.iter_mut().zip(flags).filter(|(_, flag)| **flag != 0) {
                    *pixel = fill;
                }
            }
        }
        for run in self.runs {
            let (x, y) = start(seen, run);
            let first = index(x, y);
            let range = first..first + run.len;
            let pixels = &mut cutout.products[range.clone()];
            pixels.copy_from_slice(self.image.values(x, y, run.len, self.reading));
            weigh(run, self.weights, pixels);
            if let [yy, xx] = &mut cutout.pix
                && pix
            {
                yy[range.clone()].fill(y as f64);
                xx[range].iter_mut().zip(x..).for_each(|(pixel, x)| *pixel = x as f64);
            }
        }
        Ok(cutout)
    }
}

/// The first pixel of a run.
fn start(window: &Window, run: &Run) -> (i64, i64) {
    (window.x0 + run.col as i64, window.y0 + run.row as i64)
}

/// Multiplies the values of a run by its weights.
fn weigh(run: &Run, weights: &[f64], values: &mut [f64]) {
    match run.weight {
        // Of most pixels that are selected, the weight is 1.
        Weight::Const(1.0) => {}
        Weight::Const(weight) => values.iter_mut().for_each(|value| *value *= weight),
        Weight::PerPixel(first) => {
            values.iter_mut().zip(&weights[first..]).for_each(|(value, weight)| *value *= weight);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sources::Sources;
    use super::*;
    use crate::geometry::{Kind, Ties};
    use crate::raster::{Frame, Sampling};

    const FRAME: Frame = Frame { nx: 9, ny: 7 };
    /// Within the image, at its corner, off it, and nowhere.
    const AT: [f64; 8] = [4.2, 3.1, 0.3, 6.4, -20.0, 3.0, f64::NAN, 1.0];

    fn images() -> [Vec<f64>; 2] {
        let pixels = FRAME.nx * FRAME.ny;
        let data = (0..pixels).map(|i| if i == 31 { f64::NAN } else { 1.0 + i as f64 }).collect();
        [data, (0..pixels).map(|i| f64::from(u8::from(i % 5 == 1))).collect()]
    }

    fn sources(positions: &[f64]) -> Sources<'_> {
        let Ok(shape) = Kind::Ellipse.build(&[2.6, 1.7, 0.4], Ties::Native) else { panic!("legal") };
        Sources::shared(positions, shape)
    }

    #[test]
    fn cutouts_hold_the_values_and_nothing_else() {
        let [data, mask] = images();
        let mut seen = 0;
        for sampling in [Sampling::Exact, Sampling::Grid(1, Ties::Native)] {
            let images =
                Images::new(FRAME).plane(View::from_slice(&data, FRAME)).mask(View::from_slice(&mask, FRAME));
            let footprint = Footprint { sources: sources(&AT[..6]), sampling };
            let sources = &footprint.sources;
            let (Ok(values), Ok(cutouts), Ok(boxes)) = (
                super::values(&images, &footprint, Wanted::Products, true, || false),
                cutouts(&images, &footprint, -1.0, true, || false),
                sources.bounding_boxes(),
            ) else {
                panic!("legal")
            };
            for (i, (cutout, window)) in cutouts.iter().zip(&boxes).enumerate() {
                let Ok(coverage) = sources.coverage(i, sampling, None) else { panic!("legal") };
                let mut weights = vec![0.0; window.width() * window.height()];
                coverage.paint(&coverage.window(), &mut weights);
                let mut found = vec![];
                for (k, &w) in weights.iter().enumerate() {
                    let (x, y) =
                        (window.x0 + (k % window.width()) as i64, window.y0 + (k / window.width()) as i64);
                    let pixel = || y as usize * FRAME.nx + x as usize;
                    let free = FRAME.window().contains(x, y) && mask[pixel()] == 0.0;
                    let expected = if !free {
                        -1.0
                    } else if w == 0.0 {
                        0.0
                    } else {
                        w * data[pixel()]
                    };
                    let got = cutout.products[k];
                    assert!((got - expected).abs() < 1e-11 || got.is_nan() && expected.is_nan());
                    let taken = free && w > 0.0;
                    let pix = if taken { [y as f64, x as f64] } else { [f64::NAN; 2] };
                    assert_eq!(pix.map(f64::to_bits), [0, 1].map(|c| cutout.pix[c][k].to_bits()));
                    if taken {
                        found.push((got.to_bits(), pix));
                    }
                }
                let listed = &values[i];
                assert_eq!(listed.count, found.len());
                let pix = listed.pix[0].iter().zip(&listed.pix[1]).map(|(&y, &x)| [y, x]);
                assert!(listed.products.iter().map(|v| v.to_bits()).zip(pix).eq(found));
                seen += listed.count;
            }
            assert_eq!(values[2], Gathered::default());
        }
        assert!(seen > 20);
    }

    #[test]
    fn bytes_are_those_of_the_image_and_nowhere_has_none() {
        let [data, _] = images();
        let images = Images::new(FRAME).plane(View::from_slice(&data, FRAME));
        let footprint = Footprint { sources: sources(&AT), sampling: Sampling::Grid(1, Ties::Native) };
        let Ok(found) = values(&images, &footprint, Wanted::Bytes, true, || false) else { panic!("legal") };
        for one in &found[..2] {
            let pixels =
                one.pix[0].iter().zip(&one.pix[1]).map(|(&y, &x)| data[y as usize * FRAME.nx + x as usize]);
            assert_eq!(one.bytes, pixels.flat_map(f64::to_ne_bytes).collect::<Vec<_>>());
            assert!(one.count > 3 && one.products.is_empty());
        }
        assert_eq!(found[3], Gathered::default());
        assert!(cutouts(&images, &footprint, 0.0, false, || false).is_err());
    }
}
