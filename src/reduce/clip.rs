//! Sigma clipping: values far from the centre of the others are left out, again and again.

use super::sample::keep;
use super::select::Selection;
use super::spread::{biweight, mean, mean_square};
use crate::error::{Error, Result};

/// From a median absolute deviation to the standard deviation of a normal distribution: 1 / Φ⁻¹(3/4).
pub const MAD_TO_STD: f64 = 1.482_602_218_505_602;

/// What is taken for the centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Centre {
    Median,
    Mean,
    Biweight,
}

/// What is taken for the standard deviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Spread {
    Std,
    MadStd,
    Biweight,
}

impl std::str::FromStr for Centre {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "median" => Ok(Self::Median),
            "mean" => Ok(Self::Mean),
            "biweight" => Ok(Self::Biweight),
            _ => Err(Error::UnknownName { what: "centre", name: name.into() }),
        }
    }
}

impl std::str::FromStr for Spread {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "std" => Ok(Self::Std),
            "mad_std" => Ok(Self::MadStd),
            "biweight" => Ok(Self::Biweight),
            _ => Err(Error::UnknownName { what: "spread", name: name.into() }),
        }
    }
}

/// How to clip.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Clip {
    /// The centre.
    pub centre: Centre,
    /// The unit of the limits.
    pub spread: Spread,
    /// How many of them below the centre a value may be.
    pub lower: f64,
    /// How many of them above.
    pub upper: f64,
    /// How often, at most.
    pub most: Option<u32>,
}

/// Buffers for [`Clip::bounds`].
#[derive(Debug, Default)]
pub struct ClipScratch {
    kept: Vec<f64>,
    selection: Selection,
    /// The median of what was left in the last round, if that left all of it.
    median: Option<f64>,
}

impl ClipScratch {
    /// The median of the values within the last limits, so many, if it is known.
    pub fn median_of(&self, count: usize) -> Option<f64> {
        // The limits hold for all values: one may be back that an earlier round has left out.
        self.median.filter(|_| self.kept.len() == count)
    }

    /// Gives back what one unusually large source has taken.
    pub(crate) fn trim(&mut self, limit: usize) {
        self.kept.clear();
        self.kept.shrink_to(limit);
        self.selection.trim(limit);
    }
}

impl Clip {
    /// The limits within which values stay: those that are neither below the first nor above the second. NaN, which keeps
    /// every value, if there were no rounds.
    ///
    /// As astropy does it: rounds go on among the values that are left, and the limits of the last round hold for all
    /// values. With a biweight it is the extremes of what is left that hold.
    pub fn bounds(&self, values: &[f64], scratch: &mut ClipScratch) -> (f64, f64) {
        let ClipScratch { kept, selection, median: found } = scratch;
        kept.clear();
        kept.extend_from_slice(values);
        *found = None;
        let mut bounds = (f64::NAN, f64::NAN);
        let mut rounds = 0;
        while self.most.is_none_or(|most| rounds < most) {
            rounds += 1;
            if kept.is_empty() {
                // All are beyond the limits of the last round.
                break;
            }
            let (centre, spread) = self.centre_and_spread(kept, selection);
            bounds = (centre - spread * self.lower, centre + spread * self.upper);
            let before = kept.len();
            keep(kept, |_, value| is_within(value, bounds));
            if kept.len() == before {
                *found = (self.centre == Centre::Median).then_some(centre);
                break;
            }
        }
        let by_biweight = self.centre == Centre::Biweight || self.spread == Spread::Biweight;
        if by_biweight && !kept.is_empty() { super::extremes(kept) } else { bounds }
    }

    fn centre_and_spread(&self, values: &[f64], selection: &mut Selection) -> (f64, f64) {
        let average = match (self.centre, self.spread) {
            (Centre::Mean, _) | (_, Spread::Std) => mean(values),
            _ => f64::NAN,
        };
        let std = if self.spread == Spread::Std { mean_square(values, average).sqrt() } else { f64::NAN };
        if self.centre == Centre::Mean && self.spread == Spread::Std {
            return (average, std);
        }
        let middle = selection.median(values);
        if self.centre == Centre::Median && self.spread == Spread::Std {
            return (middle, std);
        }
        let mad = selection.median_deviation(values, middle);
        let (location, midvariance) = biweight(values, middle, mad);
        let centre = match self.centre {
            Centre::Median => middle,
            Centre::Mean => average,
            Centre::Biweight => location,
        };
        let spread = match self.spread {
            Spread::Std => std,
            Spread::MadStd => mad * MAD_TO_STD,
            Spread::Biweight => midvariance.sqrt(),
        };
        (centre, spread)
    }
}

/// Whether limits keep a value.
#[inline(always)]
pub fn is_within(value: f64, (low, high): (f64, f64)) -> bool {
    // Not "between the limits": one that is NaN keeps everything.
    let is_beyond = (value < low) | (value > high);
    !is_beyond
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clip(centre: Centre, spread: Spread, most: Option<u32>) -> Clip {
        Clip { centre, spread, lower: 2.0, upper: 2.0, most }
    }

    #[test]
    fn outliers_go_round_by_round() {
        let mut values: Vec<f64> = (0..30).map(|i| f64::from(i % 5)).collect();
        values.extend([40.0, 400.0, 4000.0]);
        let kept = |clip: Clip| {
            let bounds = clip.bounds(&values, &mut ClipScratch::default());
            values.iter().filter(|v| is_within(**v, bounds)).count()
        };
        for spread in [Spread::Std, Spread::MadStd, Spread::Biweight] {
            for centre in [Centre::Median, Centre::Mean, Centre::Biweight] {
                // The mean is far from all of them, by a spread that the outliers do not widen.
                let none_near = centre == Centre::Mean && spread != Spread::Std;
                let expected = if none_near { 0 } else { 30 };
                assert_eq!(kept(clip(centre, spread, None)), expected, "{centre:?} {spread:?}");
                assert_eq!(kept(clip(centre, spread, Some(0))), 33);
            }
        }
        assert_eq!(kept(clip(Centre::Median, Spread::Std, Some(1))), 32);
        assert_eq!(kept(clip(Centre::Median, Spread::Std, Some(2))), 31);
    }

    #[test]
    fn nothing_and_everything() {
        let of = |clip: Clip, values: &[f64]| clip.bounds(values, &mut ClipScratch::default());
        let usual = clip(Centre::Median, Spread::Std, None);
        assert!(of(usual, &[]).0.is_nan());
        assert_eq!(of(usual, &[5.0]), (5.0, 5.0));
        // The centre of two lies between them, and no spread at all is allowed: nothing is left.
        let none = Clip { lower: 0.0, upper: 0.0, ..usual };
        assert_eq!(of(none, &[1.0, 2.0]), (1.5, 1.5));
    }
}
