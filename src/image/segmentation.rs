//! Pixels of other sources, as a segmentation image tells them: 0 is background, other numbers are labels of sources.

use super::view::View;
use crate::error::{Error, Result};

/// What becomes of the pixels of other sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Neighbours {
    /// They are left out.
    Mask,
    /// They are left out, and so is the background.
    SourceOnly,
    /// They are left out, and so is the source itself.
    BackgroundOnly,
    /// They take the value of the pixel at the other side of the source; if that is of no use they are left out.
    Correct,
}

impl TryFrom<u8> for Neighbours {
    type Error = Error;

    fn try_from(code: u8) -> Result<Self> {
        match code {
            1 => Ok(Self::Mask),
            2 => Ok(Self::SourceOnly),
            3 => Ok(Self::BackgroundOnly),
            4 => Ok(Self::Correct),
            _ => Err(Error::UnknownName { what: "method of a segmentation", name: code.to_string() }),
        }
    }
}

/// A segmentation image, the label of each source, and what is made of them.
#[derive(Debug, Clone, Copy)]
pub struct Segmentation<'a> {
    /// The labels of pixels.
    pub image: View<'a>,
    /// The labels of sources.
    pub labels: &'a [i64],
    /// What becomes of other sources.
    pub neighbours: Neighbours,
}

impl Segmentation<'_> {
    /// The label whose pixels are those of source `i`; none if this source has all pixels. (No pixel has the label 0, so
    /// with it every labelled pixel is another source's.)
    pub fn label(&self, i: usize) -> Option<f64> {
        match (self.neighbours, self.labels.get(i)) {
            (Neighbours::BackgroundOnly, _) => Some(0.0),
            (_, None | Some(0)) => None,
            (_, Some(&label)) => Some(label as f64),
        }
    }
}

/// Whether a pixel is another source's.
#[inline(always)]
pub fn is_neighbour(pixel: f64, label: f64) -> bool {
    pixel > 0.0 && pixel != label
}
