//! The pixels of a source as a list of values, for order statistics, clipping and moments.

use super::Pixels;
use super::packing::{Pack, WithPack, packing, put};
use crate::image::{LentRows, Reading, View};
use crate::raster::{Dense, FOUR, Weight};
use pulp::bytemuck::{cast, cast_slice_mut};

/// What is kept of each pixel besides its value.
#[derive(Debug, Clone, Copy, Default)]
pub struct Extras<'a> {
    /// The weights.
    pub weights: bool,
    /// The standard deviations in this image.
    pub sigma: Option<&'a View<'a>>,
    /// The columns and rows, from the window's first.
    pub places: bool,
}

/// The pixels of one source, row by row from left to right. The memory is kept from source to source.
#[derive(Debug, Clone, Default)]
pub struct Sample {
    /// Their values.
    pub values: Vec<f64>,
    /// Their weights, or nothing.
    pub weights: Vec<f64>,
    /// Their standard deviations, or nothing.
    pub sigmas: Vec<f64>,
    /// Their columns, or nothing.
    pub cols: Vec<f64>,
    /// Their rows, or nothing.
    pub rows: Vec<f64>,
}

impl Sample {
    /// Starts anew.
    pub fn clear(&mut self) {
        for list in self.lists() {
            list.clear();
        }
    }

    /// Takes the pixels of an image, less a background.
    pub fn take(
        &mut self,
        pixels: Pixels<'_>,
        image: &View<'_>,
        background: f64,
        extras: &Extras<'_>,
        reading: &mut Reading,
    ) {
        let mut values = std::mem::take(&mut self.values);
        self.clear();
        take_values(pixels, image, &mut values, reading);
        if background != 0.0 {
            values.iter_mut().for_each(|v| *v -= background);
        }
        self.values = values;
        if !extras.weights && !extras.places && extras.sigma.is_none() {
            return;
        }
        for run in pixels.runs {
            let (x, y) = (pixels.window.x0 + run.col as i64, pixels.window.y0 + run.row as i64);
            if extras.weights {
                match run.weight {
                    Weight::Const(w) => self.weights.extend(std::iter::repeat_n(w, run.len)),
                    Weight::PerPixel(start) => {
                        self.weights.extend_from_slice(&pixels.weights[start..start + run.len]);
                    }
                }
            }
            if let Some(sigma) = extras.sigma {
                self.sigmas.extend_from_slice(sigma.values(x, y, run.len, reading));
            }
            if extras.places {
                self.cols.extend((run.col..run.col + run.len).map(|col| col as f64));
                self.rows.extend(std::iter::repeat_n(run.row as f64, run.len));
            }
        }
    }

    /// Takes the values of all pixels of an image that dense coverage has, less a background.
    pub fn take_dense(
        &mut self,
        dense: &Dense<'_>,
        image: &View<'_>,
        background: f64,
        reading: &mut Reading,
    ) {
        self.clear();
        let Dense { weights, stride, window } = dense;
        self.values.resize(weights.len() + FOUR, 0.0);
        let mut memory = reading.take_memory();
        let rows = image.padded_rows(window, dense.padded(), reading, &mut memory);
        let out = cast_slice_mut(&mut self.values);
        let count = packing(Weighted { weights, stride: *stride, rows, out, reading });
        reading.give_memory(memory);
        self.values.truncate(count);
        if background != 0.0 {
            self.values.iter_mut().for_each(|v| *v -= background);
        }
    }

    /// Keeps the pixels whose number in the list and value are wanted.
    pub fn retain(&mut self, mut wanted: impl FnMut(usize, f64) -> bool) {
        if self.lists()[1..].iter().all(|list| list.is_empty()) {
            keep(&mut self.values, wanted);
            return;
        }
        let mut kept = 0;
        for i in 0..self.values.len() {
            if wanted(i, self.values[i]) {
                for list in self.lists() {
                    if !list.is_empty() {
                        list[kept] = list[i];
                    }
                }
                kept += 1;
            }
        }
        for list in self.lists() {
            list.truncate(kept);
        }
    }

    /// Whether all values are finite.
    pub fn is_finite(&self) -> bool {
        // 0 times what is not finite is NaN; sums of zeros are vectorised, a search is not.
        super::lanes::plain_sum(&self.values, |v| v * 0.0) == 0.0
    }

    /// Gives back what one unusually large source has taken.
    pub(crate) fn trim(&mut self, limit: usize) {
        self.clear();
        for list in self.lists() {
            list.shrink_to(limit);
        }
    }

    fn lists(&mut self) -> [&mut Vec<f64>; 5] {
        [&mut self.values, &mut self.weights, &mut self.sigmas, &mut self.cols, &mut self.rows]
    }
}

/// Keeps the values that are wanted, by their number in the list and themselves, in their order.
pub(super) fn keep(values: &mut Vec<f64>, mut wanted: impl FnMut(usize, f64) -> bool) {
    let mut kept = 0;
    for i in 0..values.len() {
        let value = values[i];
        // Written always, counted if it stays: no branch that could not be foreseen.
        values[kept] = value;
        kept += usize::from(wanted(i, value));
    }
    values.truncate(kept);
}

/// The values of dense coverage that have a weight.
struct Weighted<'a> {
    weights: &'a [f64],
    stride: usize,
    rows: LentRows<'a, f64>,
    /// Their bits; has room for all of them and [`FOUR`] more.
    out: &'a mut [i64],
    reading: &'a mut Reading,
}

impl WithPack for Weighted<'_> {
    /// How many there are.
    type Output = usize;

    #[inline(always)]
    fn with_pack<P: Pack>(self, four: P) -> usize {
        let Self { weights, stride, rows, out, reading } = self;
        let (mut ahead, mut count) = (reading.take_next(), 0);
        for (weights, values) in weights.chunks_exact(stride).zip(rows) {
            reading.fetch_one(&mut ahead);
            for (weights, values) in weights.as_chunks::<FOUR>().0.iter().zip(values.as_chunks::<FOUR>().0) {
                count += put(four, four.not_zero(*weights), &cast(*values), &mut out[count..]);
            }
        }
        reading.give_back(ahead);
        count
    }
}

/// Pixels that are copied at once: more than are needed, but of known number.
const CHUNK: usize = 8;

/// The values of all runs, one after the other.
fn take_values(pixels: Pixels<'_>, image: &View<'_>, values: &mut Vec<f64>, reading: &mut Reading) {
    let count: usize = pixels.runs.iter().map(|run| run.len).sum();
    // What is there from the last source is written over.
    values.resize(count + CHUNK, 0.0);
    let mut from = 0;
    for run in pixels.runs {
        let (x, y) = (pixels.window.x0 + run.col as i64, pixels.window.y0 + run.row as i64);
        let padded = image.padded_values(x, y, run.len, run.len.next_multiple_of(CHUNK), reading);
        let (source, target) = (padded.as_chunks::<CHUNK>().0, values[from..].as_chunks_mut::<CHUNK>().0);
        for (target, source) in target.iter_mut().zip(source) {
            *target = *source;
        }
        from += run.len;
    }
    values.truncate(count);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One row of runs of both kinds: pixels, weights, errors and places go together.
    #[test]
    fn what_is_taken_goes_together() {
        use crate::raster::{Frame, Run, Window};
        let frame = Frame { nx: 9, ny: 2 };
        let data: Vec<f64> = (0..18).map(f64::from).collect();
        let errors: Vec<f64> = data.iter().map(|v| v / 10.0).collect();
        let (image, sigma) = (View::from_slice(&data, frame), View::from_slice(&errors, frame));
        let runs = [
            Run { row: 0, col: 2, len: 3, weight: Weight::Const(0.5) },
            Run { row: 0, col: 6, len: 2, weight: Weight::PerPixel(1) },
        ];
        let window = Window { x0: 1, x1: 9, y0: 1, y1: 2 };
        let pixels = Pixels { runs: &runs, weights: &[9.0, 0.25, 0.75], window };
        let mut sample = Sample::default();
        let extras = Extras { weights: true, sigma: Some(&sigma), places: true };
        sample.take(pixels, &image, 2.0, &extras, &mut Reading::default());
        assert_eq!(sample.values, [10.0, 11.0, 12.0, 14.0, 15.0]);
        assert_eq!(sample.weights, [0.5, 0.5, 0.5, 0.25, 0.75]);
        assert_eq!(sample.sigmas, [1.2, 1.3, 1.4, 1.6, 1.7]);
        assert_eq!((sample.cols, sample.rows), (vec![2.0, 3.0, 4.0, 6.0, 7.0], vec![0.0; 5]));
    }

    #[test]
    fn what_is_retained_stays_together() {
        let list = |k: f64| (0..9).map(|i| f64::from(i) + k).collect::<Vec<_>>();
        let mut sample =
            Sample { values: list(0.0), weights: list(10.0), rows: list(20.0), ..Sample::default() };
        sample.retain(|i, v| i % 3 == 0 && v > 0.0);
        assert_eq!(sample.values, [3.0, 6.0]);
        assert_eq!(sample.weights, [13.0, 16.0]);
        assert_eq!(sample.rows, [23.0, 26.0]);
        assert!(sample.sigmas.is_empty() && sample.cols.is_empty());
        assert!(sample.is_finite());
        sample.values[1] = f64::NEG_INFINITY;
        assert!(!sample.is_finite());
    }
}
