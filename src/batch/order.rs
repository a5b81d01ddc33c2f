//! In which order sources are visited.

use super::sources::Sources;
use crate::raster::Frame;

/// Below these, the caller's order is as good as any: few sources, or an image that the cache holds.
const MANY_SOURCES: usize = 1000;
const LARGE_IMAGE: usize = 1 << 18;
/// Rows of an image that are visited together.
const BAND: f64 = 32.0;

/// The sources by bands of rows, so that neighbours in time are neighbours in memory. A counting sort: equal bands
/// keep the caller's order.
pub(super) fn image_order(sources: &Sources<'_>, frame: Frame) -> Vec<u32> {
    let n = sources.len();
    if n < MANY_SOURCES || frame.nx * frame.ny < LARGE_IMAGE {
        return (0..n as u32).collect();
    }
    let bands = (frame.ny as f64 / BAND) as usize + 1;
    // Sources off the image, or nowhere, go to the bands at its ends.
    let band = |i: usize| ((sources.at(i).y / BAND).max(0.0) as usize).min(bands - 1);
    let mut starts = vec![0_u32; bands + 1];
    for i in 0..n {
        starts[band(i) + 1] += 1;
    }
    for b in 0..bands {
        starts[b + 1] += starts[b];
    }
    let mut order = vec![0; n];
    for i in 0..n {
        let slot = &mut starts[band(i)];
        order[*slot as usize] = i as u32;
        *slot += 1;
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{Kind, Ties};

    #[test]
    fn every_source_once_and_bands_ascend() {
        let mut positions: Vec<f64> =
            (0..3000).flat_map(|i| [0.0, f64::from((i * 7919) % 2000) - 100.0]).collect();
        positions[11] = f64::NAN;
        let Ok(shape) = Kind::Circle.build(&[1.0], Ties::Native) else { panic!("a circle") };
        let sources = Sources::shared(&positions, shape);
        let order = image_order(&sources, Frame { nx: 1000, ny: 1500 });
        let mut seen = order.clone();
        seen.sort_unstable();
        assert!(seen.into_iter().eq(0..3000));
        let bands: Vec<_> =
            order.iter().map(|&i| (sources.at(i as usize).y.clamp(0.0, 1503.0) / BAND) as u32).collect();
        assert!(bands.is_sorted());
    }
}
