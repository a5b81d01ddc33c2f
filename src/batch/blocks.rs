//! Whether many large sources are to share the sums of blocks, and finding these.

use super::job::Job;
use super::scratch::with_scratch;
use super::sources::Sources;
use crate::error::Result;
use crate::parallel;
use crate::reduce::{Blocks, in_blocks, sum_blocks};

/// They are shared if that saves adding up the image this many times. Once is what finding them takes.
const WORTH: f64 = 2.0;

impl Job<'_> {
    /// The sums of the blocks of each plane, or nothing where they would not pay.
    pub(super) fn blocks(
        &self,
        targets: &[Sources<'_>],
        threads: Option<usize>,
        cancel: &mut dyn FnMut() -> bool,
    ) -> Result<Vec<Blocks>> {
        let pixels = self.loaded.width() as f64 * self.loaded.height() as f64;
        let saved = |target: &Sources<'_>| {
            let source = target.shared_shape()?;
            let (area, extents) = (source.area(), source.extents());
            if self.sampling.is_dense(source) {
                // It does not ask for them.
                return None;
            }
            Some(target.len() as f64 * in_blocks(area, extents.ymax - extents.ymin).min(pixels))
        };
        let saved: f64 = targets.iter().filter_map(saved).sum();
        if saved <= WORTH * pixels {
            return Ok(vec![]);
        }
        let rows: Vec<i64> = (self.loaded.y0..self.loaded.y1).collect();
        let mut found = vec![];
        for plane in &self.planes {
            let mut blocks = Blocks::new(self.loaded)?;
            let start = blocks.start();
            let (per_row, sums) = blocks.rows();
            if per_row == 0 {
                return Ok(vec![]);
            }
            parallel::for_each_part(&rows, sums, per_row, threads, cancel, |rows, sums, stop| {
                with_scratch(|s| {
                    for (&y, sums) in rows.iter().zip(sums.chunks_exact_mut(per_row)) {
                        if stop() {
                            break;
                        }
                        sum_blocks(plane, start, y, sums, &mut s.reading);
                    }
                    Ok(())
                })
            })?;
            found.push(blocks);
        }
        Ok(found)
    }
}
