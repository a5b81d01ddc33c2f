//! Memory for numbers that begins where a line of the cache does: eight of them are then one line, and not parts of two.

/// Bytes of a line, and numbers in it.
const LINE: usize = 64;
const NUMBERS: usize = LINE / size_of::<f64>();

/// Numbers that are kept, so that the memory is there for the next ones.
#[derive(Debug, Default)]
pub(super) struct Aligned {
    numbers: Vec<f64>,
    /// Where the first line begins.
    first: usize,
}

impl Aligned {
    /// Room for so many, whatever they were before.
    #[inline(always)]
    pub fn room(&mut self, len: usize) -> &mut [f64] {
        if self.numbers.len() < self.first + len {
            self.grow(len);
        }
        &mut self.numbers[self.first..][..len]
    }

    #[cold]
    fn grow(&mut self, len: usize) {
        self.numbers.resize(len + NUMBERS - 1, 0.0);
        // Where it cannot be told, any place will do.
        let first = self.numbers.as_ptr().align_offset(LINE);
        self.first = if first < NUMBERS { first } else { 0 };
    }

    /// Those of which there was room for so many, or more.
    #[inline(always)]
    pub fn get(&self, len: usize) -> &[f64] {
        &self.numbers[self.first..][..len]
    }

    /// The same, to be changed.
    #[inline(always)]
    pub fn get_mut(&mut self, len: usize) -> &mut [f64] {
        &mut self.numbers[self.first..][..len]
    }

    /// So many of them, and no memory for more.
    pub fn copy(&self, len: usize) -> Self {
        Self { numbers: self.get(len).to_vec(), first: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_begins_with_a_line_and_keeps_what_it_has() {
        let mut aligned = Aligned::default();
        for len in [1, 40, 3, 1000] {
            let room = aligned.room(len);
            assert_eq!((room.len(), room.as_ptr().align_offset(LINE)), (len, 0));
            room.fill(len as f64);
            let copy = aligned.copy(len);
            assert_eq!((copy.get(len), copy.numbers.capacity()), (&vec![len as f64; len][..], len));
        }
        assert_eq!(aligned.get_mut(2), [1000.0; 2]);
    }
}
