//! Which pixels of a source count: masks, finite values and other sources' pixels, in photutils' order.

use super::flags;
use super::scratch::{Scratch, count};
use super::visit::Visit;
use crate::error::Result;
use crate::image::{Neighbours, Segmentation, View, is_neighbour};

/// What the rules have left of a source.
#[derive(Debug, Clone, Copy)]
pub struct Settled {
    /// Bits of [`flags`].
    pub flags: u16,
    /// Whether what is left is in `kept`, and not the whole coverage.
    pub thinned: bool,
    /// Pixels that count.
    pub usable: usize,
}

impl Settled {
    /// Sets a flag if there is something to flag.
    pub fn raise(&mut self, flag: u16, found: usize) {
        if found > 0 {
            self.flags |= flag;
        }
    }

    /// Leaves pixels out, and tells how many.
    fn leave_out(&mut self, s: &mut Scratch, image: &View<'_>, asked: impl Fn(f64) -> bool) -> Result<usize> {
        let gone = s.leave_out(&mut self.thinned, image, asked)?;
        self.usable -= gone;
        Ok(gone)
    }
}

impl Visit<'_> {
    /// Writes the coverage, and tells whether the source has pixels off the image.
    #[inline(always)]
    pub fn scan(&self, s: &mut Scratch) -> Result<bool> {
        let outside = self.reaches_outside(s)?;
        self.cover(s)?;
        Ok(outside)
    }

    /// Applies the rules to a coverage, all but the clipping and, unless there is a segmentation, that of finite values:
    /// a sum or a sample shows by itself whether it is needed.
    pub fn settle(&self, outside: bool, s: &mut Scratch) -> Result<Settled> {
        s.coverage.settle();
        let inside = count(s.coverage.runs());
        let mut settled = Settled { flags: 0, thinned: false, usable: inside };
        settled.flags = match (inside > 0, outside) {
            (true, true) => flags::PARTIAL_OVERLAP,
            (true, false) => 0,
            (false, true) => flags::NO_OVERLAP | flags::NO_PIXELS,
            (false, false) => flags::NO_PIXELS,
        };
        if inside == 0 {
            return Ok(settled);
        }
        if s.exclude(self.images.masks.iter())? {
            (settled.thinned, settled.usable) = (true, count(&s.kept));
            settled.raise(flags::MASKED, inside - settled.usable);
        }
        if self.images.segmentation.is_some() {
            self.leave_out_non_finite(&mut settled, s)?;
        }
        self.leave_out_neighbours(&mut settled, s)?;
        settled.raise(flags::ALL_MASKED, usize::from(settled.usable == 0));
        Ok(settled)
    }

    /// Leaves out what is not finite.
    pub fn leave_out_non_finite(&self, settled: &mut Settled, s: &mut Scratch) -> Result<()> {
        let (Some(image), true) = (self.images.planes.first(), self.rules.finite) else { return Ok(()) };
        let gone = settled.leave_out(s, image, |v| !v.is_finite())?;
        settled.raise(flags::NON_FINITE_DATA, gone);
        settled.raise(flags::ALL_MASKED, usize::from(gone > 0 && settled.usable == 0));
        Ok(())
    }

    fn leave_out_neighbours(&self, settled: &mut Settled, s: &mut Scratch) -> Result<()> {
        let Some(segmentation) = &self.images.segmentation else { return Ok(()) };
        let (Some(label), image) = (segmentation.label(self.index), &segmentation.image) else {
            return Ok(());
        };
        if segmentation.neighbours == Neighbours::Correct {
            return Ok(());
        }
        let gone = settled.leave_out(s, image, |pixel| is_neighbour(pixel, label))?;
        settled.raise(flags::NEIGHBOUR, gone);
        if segmentation.neighbours == Neighbours::SourceOnly {
            settled.leave_out(s, image, |pixel| pixel != label)?;
        }
        Ok(())
    }

    /// Whether pixels of this source may have to take another's value.
    pub fn corrects(&self) -> bool {
        let correct =
            |it: &Segmentation<'_>| it.neighbours == Neighbours::Correct && it.label(self.index).is_some();
        self.images.segmentation.as_ref().is_some_and(correct)
    }
}
