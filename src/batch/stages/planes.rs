//! Sums of one or several images as they are: no rule but the masks, and what is not finite shows in the sum.

use crate::batch::images::Images;
use crate::batch::rules::Rules;
use crate::batch::scratch::Scratch;
use crate::batch::stage::{Field, Stage};
use crate::batch::visit::Visit;
use crate::error::{Error, Result};
use crate::image::Reading;
use crate::raster::Dense;
use crate::reduce::{
    ErrorPower, Pixels, dense_npix, dense_npix_and_sum, dense_sum, dense_variance, npix, sum, variance,
};

/// How a source and the image overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlap {
    /// Some pixel of positive weight is in the image, masked or not.
    Some = 0,
    /// No pixel has positive weight, in the image or out of it.
    NoPixel = 1,
    /// Nothing of the source is in the image.
    Outside = 2,
}

/// Fields `sum`, one for each plane; `npix`, one for each if they have masks of their own; `variance`, if there is an image
/// of errors; `overlap`, if wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Planes {
    /// How weights enter the variance.
    pub power: ErrorPower,
    /// Whether a value of [`Overlap`] is wanted: it takes a search outside the image.
    pub overlap: bool,
}

impl Planes {
    /// By the names of fields; `linear_variance` stands for Σ wσ².
    pub(super) fn wanting(names: &[String]) -> Result<Self> {
        let mut planes = Self::default();
        for name in names {
            match name.as_str() {
                "sum" | "npix" | "variance" => {}
                "linear_variance" => planes.power = ErrorPower::Linear,
                "overlap" => planes.overlap = true,
                _ => {
                    return Err(Error::UnknownName { what: "field of the stage planes", name: name.clone() });
                }
            }
        }
        Ok(planes)
    }

    /// How many numbers a source has.
    pub(in crate::batch) fn width(&self, images: &Images<'_>) -> usize {
        let errors = usize::from(images.sigma.is_some());
        images.planes.len() + areas(images) + errors + usize::from(self.overlap)
    }
}

/// Effective areas of a source: one for all planes, unless they have masks of their own.
fn areas(images: &Images<'_>) -> usize {
    images.plane_masks.as_ref().map_or(1, Vec::len)
}

impl Stage for Planes {
    fn check(&self, images: &Images<'_>, rules: &Rules<'_>) -> Result<()> {
        if *rules != Rules::default() || images.segmentation.is_some() {
            return Err(Error::Unfit("sums of planes follow no rules but masks"));
        }
        if images.sigma.is_some() && images.planes.len() != 1 {
            return Err(Error::Unfit("errors need one image, not a stack"));
        }
        Ok(())
    }

    fn fields(&self, images: &Images<'_>) -> Vec<Field> {
        let mut fields = vec![Field::number("sum"); images.planes.len()];
        fields.resize(fields.len() + areas(images), Field::number("npix"));
        fields.extend(images.sigma.map(|_| Field::number("variance")));
        fields.extend(self.overlap.then_some(Field::integer("overlap", Overlap::Outside as i64)));
        fields
    }

    fn adds_up_runs(&self) -> bool {
        true
    }

    fn measure(&self, visit: &Visit<'_>, s: &mut Scratch, out: &mut [f64]) -> Result<()> {
        visit.cover(s)?;
        let (results, overlap) = out.split_at_mut(out.len() - usize::from(self.overlap));
        if visit.images.plane_masks.is_none()
            && let Some(dense) = s.coverage.dense()
        {
            if self.reduce_dense(visit, dense, &mut s.reading, results) {
                overlap.fill(f64::from(Overlap::Some as u8));
                return Ok(());
            }
            // Nothing is left. Was there anything?
            visit.cover(s)?;
        }
        s.coverage.settle();
        if s.coverage.runs().is_empty() {
            results.fill(0.0);
            if let [overlap] = overlap {
                let outside = visit.reaches_outside(s)?;
                *overlap = f64::from(if outside { Overlap::Outside } else { Overlap::NoPixel } as u8);
            }
            return Ok(());
        }
        overlap.fill(f64::from(Overlap::Some as u8));
        self.reduce(visit, s, results)
    }
}

impl Planes {
    /// Adds up dense coverage. Tells whether any pixel counts.
    #[inline(always)]
    fn reduce_dense(
        &self,
        visit: &Visit<'_>,
        mut dense: Dense<'_>,
        reading: &mut Reading,
        results: &mut [f64],
    ) -> bool {
        let Visit { images, .. } = visit;
        images.exclude_dense(&mut dense, reading);
        let (sums, rest) = results.split_at_mut(images.planes.len());
        let area = match (&images.planes[..], &mut *sums) {
            ([plane, planes @ ..], [sum, sums @ ..]) => {
                let (area, first) = dense_npix_and_sum(&dense, plane, reading);
                *sum = first;
                for (sum, plane) in sums.iter_mut().zip(planes) {
                    *sum = dense_sum(&dense, plane, reading);
                }
                area
            }
            _ => dense_npix(&dense),
        };
        rest[0] = area.min(visit.most());
        if let Some(sigma) = &images.sigma {
            rest[1] = dense_variance(&dense, sigma, self.power, reading);
        }
        area > 0.0
    }

    /// Adds up runs.
    fn reduce(&self, visit: &Visit<'_>, s: &mut Scratch, results: &mut [f64]) -> Result<()> {
        let Visit { images, blocks, .. } = visit;
        let (sums, rest) = results.split_at_mut(images.planes.len());
        let (areas, variances) = rest.split_at_mut(areas(images));
        let window = s.coverage.window();
        for (m, area) in areas.iter_mut().enumerate() {
            let own = images.plane_masks.as_ref().map_or(&[][..], |of_planes| &of_planes[m]);
            let masked = s.exclude(images.masks.iter().chain(own))?;
            let runs = if masked { &s.kept } else { s.coverage.runs() };
            let pixels = Pixels { runs, weights: s.coverage.weights(), window };
            *area = npix(pixels).min(visit.most());
            // These runs serve all planes, unless each plane has its own.
            let (first, count) = if images.plane_masks.is_some() { (m, 1) } else { (0, sums.len()) };
            let planes = sums.iter_mut().zip(&images.planes).enumerate();
            for (k, (sum_of_plane, plane)) in planes.skip(first).take(count) {
                *sum_of_plane = sum(pixels, plane, blocks.get(k), &mut s.reading);
            }
            if let (Some(sigma), [out]) = (&images.sigma, &mut *variances) {
                *out = variance(pixels, sigma, self.power, &mut s.reading);
            }
        }
        Ok(())
    }
}
