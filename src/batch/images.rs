//! What is measured: images with their errors and masks, all of one frame.

use super::rules::one_each;
use crate::error::{Error, Result};
use crate::image::{Reading, Segmentation, View, exclude_dense};
use crate::raster::{Dense, Frame, Window};

/// The images of a measurement, and what is known of their pixels.
#[derive(Debug, Clone)]
pub struct Images<'a> {
    /// The frame, or the part of it that all images have in memory.
    pub(super) loaded: Window,
    pub(super) planes: Vec<View<'a>>,
    pub(super) sigma: Option<View<'a>>,
    /// Masks of all planes.
    pub(super) masks: Vec<View<'a>>,
    /// Masks of each plane, if there are such.
    pub(super) plane_masks: Option<Vec<Vec<View<'a>>>>,
    pub(super) segmentation: Option<Segmentation<'a>>,
}

impl<'a> Images<'a> {
    /// A frame without images: only effective areas can be measured in it.
    pub fn new(frame: Frame) -> Self {
        Self {
            loaded: frame.window(),
            planes: vec![],
            sigma: None,
            masks: vec![],
            plane_masks: None,
            segmentation: None,
        }
    }

    /// With this image.
    pub fn plane(self, plane: View<'a>) -> Self {
        self.planes(vec![plane])
    }

    /// With these images, which share the coverage.
    pub fn planes(mut self, planes: Vec<View<'a>>) -> Self {
        planes.iter().for_each(|plane| self.holds(plane));
        self.planes = planes;
        self
    }

    /// With the standard deviations of the pixels.
    pub fn sigma(mut self, sigma: View<'a>) -> Self {
        self.holds(&sigma);
        self.sigma = Some(sigma);
        self
    }

    /// Leaves out the pixels that are set. Several masks add up.
    pub fn mask(mut self, mask: View<'a>) -> Self {
        self.holds(&mask);
        self.masks.push(mask);
        self
    }

    /// Leaves out of each plane the pixels that are set in its own mask. There must be one for each plane; without
    /// planes there is an effective area for each mask.
    pub fn plane_masks(mut self, masks: Vec<View<'a>>) -> Self {
        masks.iter().for_each(|mask| self.holds(mask));
        let all = self.plane_masks.get_or_insert_with(|| vec![vec![]; masks.len()]);
        all.iter_mut().zip(masks).for_each(|(of_plane, mask)| of_plane.push(mask));
        self
    }

    /// Leaves out pixels of other sources, or corrects them.
    pub fn segmentation(mut self, segmentation: Segmentation<'a>) -> Self {
        self.holds(&segmentation.image);
        self.segmentation = Some(segmentation);
        self
    }

    /// Insists on one label for each of `n` sources, if there are labels.
    pub(super) fn check(&self, n: usize) -> Result<()> {
        self.segmentation.as_ref().map_or(Ok(()), |it| one_each("labels", it.labels.len(), n))
    }

    /// Insists on one image: rules other than masks, and statistics, are about one.
    pub(super) fn is_single(&self) -> Result<()> {
        if self.planes.len() == 1 && self.plane_masks.is_none() {
            return Ok(());
        }
        Err(Error::Unfit("sums with flags, and statistics, are of one 2-D image"))
    }

    /// Only what all images have in memory can be measured.
    fn holds(&mut self, view: &View<'_>) {
        self.loaded = self.loaded.intersection(&view.window());
    }

    /// Sets the weights of masked pixels of a dense coverage to 0, and tells whether there were any.
    #[inline(always)]
    pub(super) fn exclude_dense(&self, dense: &mut Dense<'_>, reading: &mut Reading) -> bool {
        self.masks.iter().fold(false, |any, mask| exclude_dense(dense, mask, reading) | any)
    }

    /// Everything that is read of a source, in the order in which it is to be fetched: what is added up last comes first.
    pub(super) fn all(&self) -> impl Iterator<Item = &View<'a>> + Clone {
        self.planes.iter().chain(&self.sigma).chain(&self.masks)
    }
}
