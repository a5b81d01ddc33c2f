//! Which boxes lie at a given y.

use super::Extents;

/// Fewer boxes are simply all looked at.
const FEW: usize = 16;
/// A box may be noted this many times on average.
const MOST_NOTES: usize = 8;

/// Level bands of equal height, and the boxes that reach into each of them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bands {
    low: f64,
    per_y: f64,
    /// Where the boxes of each band begin.
    starts: Vec<usize>,
    boxes: Vec<usize>,
}

impl Bands {
    /// Sorts boxes into bands of the range from `whole.ymin` to `whole.ymax`. They count as larger by `slack`.
    pub fn new(boxes: &[Extents], whole: &Extents, slack: f64) -> Self {
        let mut count = if boxes.len() > FEW { boxes.len() } else { 1 };
        loop {
            let bands = Self {
                low: whole.ymin,
                per_y: count as f64 / (whole.ymax - whole.ymin),
                starts: vec![0; count + 1],
                boxes: vec![],
            };
            let notes: usize = boxes.iter().map(|e| bands.reach(e, slack).len()).sum();
            if count == 1 || notes <= MOST_NOTES * boxes.len() {
                return bands.filled(boxes, slack);
            }
            count = count.div_ceil(2);
        }
    }

    fn filled(mut self, boxes: &[Extents], slack: f64) -> Self {
        // How many there are, then where each band ends, then, filled from behind, where it starts.
        for e in boxes {
            self.reach(e, slack).for_each(|band| self.starts[band] += 1);
        }
        let mut end = 0;
        for start in &mut self.starts {
            end += *start;
            *start = end;
        }
        self.boxes.resize(end, 0);
        for (i, e) in boxes.iter().enumerate().rev() {
            for band in self.reach(e, slack) {
                self.starts[band] -= 1;
                self.boxes[self.starts[band]] = i;
            }
        }
        self
    }

    fn band(&self, y: f64) -> usize {
        // Below and above all, and where there is no height, the casts stop at the ends.
        (((y - self.low) * self.per_y) as usize).min(self.starts.len() - 2)
    }

    fn reach(&self, e: &Extents, slack: f64) -> std::ops::Range<usize> {
        self.band(e.ymin - slack)..self.band(e.ymax + slack) + 1
    }

    /// The numbers of the boxes that reach to `y`, and some more.
    pub fn at(&self, y: f64) -> &[usize] {
        let band = self.band(y);
        &self.boxes[self.starts[band]..self.starts[band + 1]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn none_is_missed(ranges in prop::collection::vec((-5.0..5.0_f64, 0.0..3.0_f64), 1..100), y in -6.0..9.0_f64) {
            let boxes: Vec<_> =
                ranges.iter().map(|&(ymin, height)| Extents { xmin: 0.0, xmax: 1.0, ymin, ymax: ymin + height }).collect();
            let whole = Extents {
                ymin: boxes.iter().map(|e| e.ymin).fold(f64::INFINITY, f64::min),
                ymax: boxes.iter().map(|e| e.ymax).fold(f64::NEG_INFINITY, f64::max),
                ..boxes[0]
            };
            let bands = Bands::new(&boxes, &whole, 0.1);
            let found = bands.at(y);
            prop_assert!(found.windows(2).all(|pair| pair[0] < pair[1]), "in order, each once");
            for (i, e) in boxes.iter().enumerate() {
                if e.ymin - 0.1 <= y && y <= e.ymax + 0.1 {
                    prop_assert!(found.contains(&i));
                }
            }
            prop_assert!(bands.boxes.len() <= MOST_NOTES * boxes.len());
        }
    }
}
