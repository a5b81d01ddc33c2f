//! Sums of blocks that many large sources share: whether they pay, and computing them.

use super::images::Images;
use super::scratch::with_scratch;
use super::step::Step;
use crate::error::Result;
use crate::parallel;
use crate::reduce::{Blocks, in_blocks, sum_blocks};

/// They are shared if that saves adding up the image this many times. Once is what finding them takes.
const WORTH: f64 = 2.0;

/// The sums of the blocks of each plane, or nothing where they would not pay.
pub(super) fn shared_blocks(
    images: &Images<'_>,
    steps: &[Step<'_>],
    threads: Option<usize>,
    cancel: &mut dyn FnMut() -> bool,
) -> Result<Vec<Blocks>> {
    let loaded = images.loaded;
    let pixels = loaded.width() as f64 * loaded.height() as f64;
    let saved = |step: &Step<'_>| {
        let source = step.footprint.sources.shared_shape()?;
        // Dense coverage does not ask for them.
        if !step.stage.adds_up_runs() || step.footprint.sampling.is_dense(source) {
            return None;
        }
        let height = source.extents().ymax - source.extents().ymin;
        Some(step.footprint.sources.len() as f64 * in_blocks(source.area(), height).min(pixels))
    };
    if steps.iter().filter_map(saved).sum::<f64>() <= WORTH * pixels {
        return Ok(vec![]);
    }
    let rows: Vec<i64> = (loaded.y0..loaded.y1).collect();
    let mut found = vec![];
    for plane in &images.planes {
        let mut blocks = Blocks::new(loaded)?;
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
