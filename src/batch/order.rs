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

/// A source, as its turn comes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Turn {
    /// Its number among the positions.
    pub index: u32,
    /// Where it is. Positions looked up one by one, all over a long list, would be waited for.
    pub at: Point,
}

/// The order in which sources are visited.
#[derive(Debug)]
pub(super) struct Order {
    /// All sources, in turn.
    pub turns: Vec<Turn>,
    /// Which turn each of them has.
    pub turn_of: Vec<u32>,
}

/// The sources by tiles of the window, so that neighbours in time are neighbours in memory; without a window in the
/// caller's order. A counting sort: in equal tiles they keep that order.
pub(super) fn image_order(sources: &Sources<'_>, window: Option<&Window>) -> Result<Order> {
    let n = sources.len();
    if u32::try_from(n).is_err() {
        return Err(Error::OutOfMemory("more than 4294967295 sources"));
    }
    let mut turns = filled(n, Turn::default(), MEMORY)?;
    let mut turn_of = filled(n, 0, MEMORY)?;
    let large = window.filter(|w| n >= MANY_SOURCES && w.width().saturating_mul(w.height()) >= LARGE_IMAGE);
    let Some(window) = large else {
        for ((turn, turn_of), index) in turns.iter_mut().zip(&mut turn_of).zip(0..) {
            (*turn, *turn_of) = (Turn { index, at: sources.at(index as usize) }, index);
        }
        return Ok(Order { turns, turn_of });
    };
    let tiles = Tiles::new(window);
    let mut starts = filled(tiles.count() + 1, 0_u32, MEMORY)?;
    // Once: another Python thread might change the positions meanwhile.
    for (i, tile) in turn_of.iter_mut().enumerate() {
        *tile = tiles.at(sources.at(i));
        starts[*tile as usize + 1] += 1;
    }
    for tile in 0..tiles.count() {
        starts[tile + 1] += starts[tile];
    }
    for (turn, index) in turn_of.iter_mut().zip(0..) {
        let next = &mut starts[*turn as usize];
        *turn = *next;
        turns[*next as usize] = Turn { index, at: sources.at(index as usize) };
        *next += 1;
    }
    Ok(Order { turns, turn_of })
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
    fn at(&self, p: Point) -> u32 {
        let row = ((p.y - self.first.y) * self.scale.1) as usize;
        let column = ((p.x - self.first.x) * self.scale.0) as usize;
        (row.min(self.rows - 1) * self.columns + column.min(self.columns - 1)) as u32
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
        let Ok(Order { turns, turn_of }) = image_order(&sources, Some(&window)) else { panic!("an order") };
        assert_eq!((turns.len(), turn_of.len()), (3000, 3000));
        for (i, turn) in (0..).zip(turn_of) {
            let Turn { index, at } = turns[turn as usize];
            let expected = sources.at(i as usize);
            assert_eq!(
                (index, at.x.to_bits(), at.y.to_bits()),
                (i, expected.x.to_bits(), expected.y.to_bits())
            );
        }
        let clamped = |at: f64, most: f64, side: usize| (at.max(0.0).min(most) / side as f64) as u32;
        let tiles: Vec<_> = turns
            .iter()
            .map(|turn| (clamped(turn.at.y, 1499.0, TILE.0), clamped(turn.at.x, 999.0, TILE.1)))
            .collect();
        assert!(tiles.is_sorted());
    }

    #[test]
    fn huge_windows_have_larger_tiles() {
        let window = Window { x0: -5, x1: 1 << 40, y0: 3, y1: 1 << 20 };
        let tiles = Tiles::new(&window);
        assert!(tiles.count() <= MOST_TILES);
        assert_eq!(tiles.at(Point::new(1e300, 1e300)) as usize, tiles.count() - 1);
        assert_eq!(tiles.at(Point::new(f64::NAN, -1e300)), 0);
    }
}
