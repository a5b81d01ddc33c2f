//! Distances of the pixels that are set in a mask.

use crate::error::{Error, Result};

const POSITIONS: Error = Error::OutOfMemory("the positions");

/// The pixels of a mask that are farthest from a point.
#[derive(Debug, Clone, PartialEq)]
pub struct Farthest {
    /// Their distance.
    pub radius: f64,
    /// Their numbers in C order; only the first one if no more are wanted.
    pub indices: Vec<usize>,
}

/// The set pixels of an n-dimensional mask that are farthest from `centre`, by the squares of the distances as f64; none
/// if no pixel is set.
pub fn farthest(mask: &[bool], shape: &[usize], centre: &[f64], all: bool) -> Result<Option<Farthest>> {
    let Some((&width, outer)) = shape.split_last() else { return Ok(None) };
    let (Some(&last), true) = (centre.last(), width > 0) else { return Ok(None) };
    let mut position = vec![0; outer.len()];
    let (mut best, mut indices) = (f64::NEG_INFINITY, vec![]);
    for (row, flags) in mask.chunks_exact(width).enumerate() {
        let outer_square: f64 = position.iter().zip(centre).map(|(&i, c)| square(i, *c)).sum();
        for (col, _) in flags.iter().enumerate().filter(|(_, set)| **set) {
            let distance = outer_square + square(col, last);
            if distance > best {
                best = distance;
                indices.clear();
            }
            if distance == best && (all || indices.is_empty()) {
                indices.try_reserve(1).map_err(|_| POSITIONS)?;
                indices.push(row * width + col);
            }
        }
        for (i, &n) in position.iter_mut().zip(outer).rev() {
            *i += 1;
            if *i < n {
                break;
            }
            *i = 0;
        }
    }
    Ok((!indices.is_empty()).then(|| Farthest { radius: best.sqrt(), indices }))
}

fn square(index: usize, centre: f64) -> f64 {
    let d = index as f64 - centre;
    d * d
}

/// Distances of the set pixels of a row-major image from a point, in C order.
pub fn distances(selected: &[bool], width: usize, from: [f64; 2]) -> Vec<f64> {
    let rows = selected.chunks_exact(width.max(1)).enumerate();
    let set =
        rows.flat_map(|(y, row)| row.iter().enumerate().filter_map(move |(x, set)| set.then_some((x, y))));
    set.map(|(x, y)| (square(x, from[0]) + square(y, from[1])).sqrt()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_in_c_order() {
        let mut mask = [false; 35];
        for i in [15, 16, 18, 19] {
            mask[i] = true;
        }
        let found = farthest(&mask, &[5, 7], &[2.0, 3.0], true);
        assert_eq!(found, Ok(Some(Farthest { radius: 2.0, indices: vec![15, 19] })));
        let found = farthest(&mask, &[5, 7], &[2.0, 3.0], false);
        assert_eq!(found, Ok(Some(Farthest { radius: 2.0, indices: vec![15] })));
    }

    #[test]
    fn other_dimensions() {
        let mask = [true; 24];
        let found = farthest(&mask, &[2, 3, 4], &[0.0, 0.0, 0.0], true).ok().flatten();
        assert_eq!(found, Some(Farthest { radius: 14_f64.sqrt(), indices: vec![23] }));
        assert_eq!(farthest(&mask, &[24], &[0.0], true).ok().flatten().map(|f| f.radius), Some(23.0));
        assert_eq!(farthest(&[false; 4], &[2, 2], &[0.0, 0.0], true), Ok(None));
        assert_eq!(farthest(&[], &[2, 0], &[0.0, 0.0], true), Ok(None));
        assert_eq!(farthest(&[true], &[], &[], true), Ok(None));
    }

    #[test]
    fn of_a_selection() {
        assert_eq!(distances(&[true, false, false, true], 2, [0.0, 0.0]), [0.0, 2_f64.sqrt()]);
        assert!(distances(&[], 0, [0.0, 0.0]).is_empty());
    }
}
