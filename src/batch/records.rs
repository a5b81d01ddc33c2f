//! The numbers that are kept of every source.

use crate::error::{Result, filled};

pub(super) const RESULTS: &str = "the results";

/// So many numbers for each source, in the order in which the sources were visited.
#[derive(Debug)]
pub(super) struct Records {
    /// Those of a source stand side by side.
    pub values: Vec<f64>,
    /// How many a source has.
    pub width: usize,
    /// Where those of each source are, in the caller's order.
    pub turn_of: Vec<u32>,
}

impl Records {
    /// Number `k` of each source, in the caller's order, one after the other.
    fn numbers(&self, k: usize) -> impl Iterator<Item = f64> {
        self.turn_of.iter().map(move |&turn| self.values[turn as usize * self.width + k])
    }

    /// The numbers from `k` on, `width` of each source, in the caller's order.
    pub fn column(&self, k: usize, width: usize) -> Result<Vec<f64>> {
        let mut values = filled(width * self.turn_of.len(), 0.0, RESULTS)?;
        if width == 1 {
            values.iter_mut().zip(self.numbers(k)).for_each(|(out, value)| *out = value);
            return Ok(values);
        }
        for (out, &turn) in values.chunks_exact_mut(width).zip(&self.turn_of) {
            out.copy_from_slice(&self.values[turn as usize * self.width + k..][..width]);
        }
        Ok(values)
    }

    /// Number `k` of each source as an integer, with another one for NaN.
    pub fn integers(&self, k: usize, for_nan: i64) -> Result<Vec<i64>> {
        let mut integers = filled(self.turn_of.len(), for_nan, RESULTS)?;
        for (out, value) in integers.iter_mut().zip(self.numbers(k)) {
            if !value.is_nan() {
                *out = value as i64;
            }
        }
        Ok(integers)
    }
}
