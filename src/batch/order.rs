//! In which order sources are visited.

use super::sources::Sources;
use crate::error::{Error, Result, filled};
use crate::geometry::Point;
use crate::raster::Window;

/// Below these, the caller's order is as good as any: few sources, or an image that the cache holds.
const MANY_SOURCES: usize = 1000;
const LARGE_IMAGE: usize = 1 << 18;
/// Pixels of an image that are visited together: so many rows and columns, unless that makes too many tiles.
const TILE: (usize, usize) = (32, 64);
const MOST_TILES: usize = 1 << 16;

/// The sources by tiles of the window, so that neighbours in time are neighbours in memory; without a window in the
/// caller's order. A counting sort: in equal tiles they keep that order.
pub(super) fn image_order(sources: &Sources<'_>, window: Option<&Window>) -> Result<Vec<u32>> {
    let n = sources.len();
    if u32::try_from(n).is_err() {
        return Err(Error::OutOfMemory("more than 4294967295 sources"));
    }
    let mut order = filled(n, 0, MEMORY)?;
    let large = window.filter(|w| n >= MANY_SOURCES && w.width().saturating_mul(w.height()) >= LARGE_IMAGE);
    let Some(window) = large else {
        order.iter_mut().zip(0..).for_each(|(slot, i)| *slot = i);
        return Ok(order);
    };
    let tiles = Tiles::new(window);
    // Once: another Python thread might change the positions meanwhile.
    let mut tile_of = filled(n, 0_u16, MEMORY)?;
    let mut starts = filled(tiles.count() + 1, 0_u32, MEMORY)?;
    for (i, tile) in tile_of.iter_mut().enumerate() {
        *tile = tiles.at(sources.at(i));
        starts[usize::from(*tile) + 1] += 1;
    }
    for tile in 0..tiles.count() {
        starts[tile + 1] += starts[tile];
    }
    for (&tile, i) in tile_of.iter().zip(0..) {
        let slot = &mut starts[usize::from(tile)];
        order[*slot as usize] = i;
        *slot += 1;
    }
    Ok(order)
}

const MEMORY: &str = "the order of the sources";

/// A window cut into tiles, row by row.
struct Tiles {
    first: Point,
    /// Tiles per pixel.
    scale: (f64, f64),
    rows: usize,
    columns: usize,
}

impl Tiles {
    fn new(window: &Window) -> Self {
        let (mut tall, mut wide) = TILE;
        while window.height().div_ceil(tall).saturating_mul(window.width().div_ceil(wide)) > MOST_TILES {
            (tall, wide) = (2 * tall, 2 * wide);
        }
        Self {
            first: Point::new(window.x0 as f64, window.y0 as f64),
            scale: (1.0 / wide as f64, 1.0 / tall as f64),
            rows: window.height().div_ceil(tall).max(1),
            columns: window.width().div_ceil(wide).max(1),
        }
    }

    fn count(&self) -> usize {
        self.rows * self.columns
    }

    /// What is off the window, or nowhere, goes to the tiles at its ends.
    fn at(&self, p: Point) -> u16 {
        let row = ((p.y - self.first.y) * self.scale.1) as usize;
        let column = ((p.x - self.first.x) * self.scale.0) as usize;
        (row.min(self.rows - 1) * self.columns + column.min(self.columns - 1)) as u16
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{Kind, Ties};

    #[test]
    fn every_source_once_and_tiles_ascend() {
        let mut positions: Vec<f64> = (0..3000)
            .flat_map(|i| [f64::from(i % 1100) - 50.0, f64::from((i * 7919) % 2000) - 100.0])
            .collect();
        positions[11] = f64::NAN;
        let Ok(shape) = Kind::Circle.build(&[1.0], Ties::Native) else { panic!("a circle") };
        let sources = Sources::shared(&positions, shape);
        let window = Window { x0: 0, x1: 1000, y0: 0, y1: 1500 };
        let order = image_order(&sources, Some(&window)).unwrap_or_default();
        let mut seen = order.clone();
        seen.sort_unstable();
        assert!(seen.into_iter().eq(0..3000));
        let clamped = |at: f64, most: f64, side: usize| (at.max(0.0).min(most) / side as f64) as u32;
        let tiles: Vec<_> = order
            .iter()
            .map(|&i| sources.at(i as usize))
            .map(|p| (clamped(p.y, 1499.0, TILE.0), clamped(p.x, 999.0, TILE.1)))
            .collect();
        assert!(tiles.is_sorted());
    }

    #[test]
    fn huge_windows_have_larger_tiles() {
        let window = Window { x0: -5, x1: 1 << 40, y0: 3, y1: 1 << 20 };
        let tiles = Tiles::new(&window);
        assert!(tiles.count() <= MOST_TILES);
        assert_eq!(usize::from(tiles.at(Point::new(1e300, 1e300))), tiles.count() - 1);
        assert_eq!(tiles.at(Point::new(f64::NAN, -1e300)), 0);
    }
}
