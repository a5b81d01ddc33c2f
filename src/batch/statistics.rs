//! Statistics of the pixels of many sources.

use super::scratch::Scratch;
use super::sources::Sources;
use super::survey::{Survey, as_flags};
use super::visit::{Records, Visit};
use crate::error::{Error, Result};
use crate::reduce::{self, Moments, Selection};

/// What is computed besides counts, flags, extremes, mean and variance. Each costs time of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Groups {
    pub median: bool,
    pub mad: bool,
    pub biweight: bool,
    pub gini: bool,
    pub moments: bool,
}

impl Groups {
    /// Adds the group of this name; `basic` is always there.
    pub fn with(mut self, name: &str) -> Result<Self> {
        match name {
            "basic" => {}
            "median" => self.median = true,
            "mad" => self.mad = true,
            "biweight" => self.biweight = true,
            "gini" => self.gini = true,
            "moments" => self.moments = true,
            _ => return Err(Error::UnknownName { what: "group of statistics", name: name.to_owned() }),
        }
        Ok(self)
    }
}

/// The names of the columns, in the order of the records.
const BASIC: [&str; 4] = ["min", "max", "mean", "var"];
const MEDIAN: [&str; 1] = ["median"];
const MAD: [&str; 1] = ["mad"];
const BIWEIGHT: [&str; 2] = ["biweight_location", "biweight_midvariance"];
const GINI: [&str; 1] = ["gini"];

/// The results of a batch, in the order of its sources.
#[derive(Debug, Clone, PartialEq)]
pub struct Statistics {
    /// Pixels that count before the clipping.
    pub valid: Vec<i64>,
    /// Pixels that are left after it.
    pub counts: Vec<i64>,
    /// What the rules have found.
    pub flags: Vec<i64>,
    /// One number for each source, by name.
    pub columns: Vec<(&'static str, Vec<f64>)>,
    /// The moments about the corner of the window, and those about the centroid.
    pub moments: Option<[Vec<f64>; 2]>,
}

/// valid, counts, flags.
const HEAD: usize = 3;
const MOMENTS: usize = 16;

impl Survey<'_> {
    /// Statistics of the pixels that count, unweighted.
    pub fn statistics(
        &self,
        sources: &Sources<'_>,
        groups: Groups,
        mut cancel: impl FnMut() -> bool,
    ) -> Result<Statistics> {
        let names = names(groups);
        let width = HEAD + names.len() + if groups.moments { 2 * MOMENTS } else { 0 };
        let targets = std::slice::from_ref(sources);
        let records = self.job.visit(targets, width, self.threads, &mut cancel, |visit, scratch, out| {
            self.describe(visit, groups, scratch, out)
        })?;
        let counts = |k: usize| Ok(records.column(k)?.iter().map(|&count| count as i64).collect());
        let named = |(k, &name): (usize, &&'static str)| Ok((name, records.column(HEAD + k)?));
        let block = |records: &Records, k: usize| records.blocks::<MOMENTS>(HEAD + names.len() + k);
        Ok(Statistics {
            valid: counts(0)?,
            counts: counts(1)?,
            flags: as_flags(&records.column(2)?),
            columns: names.iter().enumerate().map(named).collect::<Result<_>>()?,
            moments: if groups.moments {
                Some([block(&records, 0)?, block(&records, MOMENTS)?])
            } else {
                None
            },
        })
    }

    fn describe(&self, visit: &Visit<'_>, groups: Groups, s: &mut Scratch, out: &mut [f64]) -> Result<()> {
        let settled = self.settled_sample(visit, groups.moments, s)?;
        self.clip_sample(s);
        let (head, rest) = out.split_at_mut(HEAD);
        let count = s.sample.values.len();
        head.copy_from_slice(&[settled.usable as f64, count as f64, f64::from(settled.flags)]);
        let (columns, places) = rest.split_at_mut(rest.len() - if groups.moments { 2 * MOMENTS } else { 0 });
        if count == 0 {
            columns.fill(f64::NAN);
            return Ok(());
        }
        if groups.moments {
            let raw: Moments = reduce::moments(&s.sample, (0.0, 0.0));
            let central = reduce::moments(&s.sample, reduce::centroid(&raw));
            places[..MOMENTS].copy_from_slice(&raw);
            places[MOMENTS..].copy_from_slice(&central);
        }
        let mut found = columns.iter_mut();
        let mut put = |values: &[f64]| found.by_ref().zip(values).for_each(|(to, &from)| *to = from);
        let median = self.clip.and_then(|_| s.clip.median_of(count));
        let Scratch { sample, work, selection, .. } = s;
        describe_values(&sample.values, groups, median, selection, &mut put);
        if groups.gini {
            put(&[reduce::gini(&sample.values, work)]);
        }
        Ok(())
    }
}

/// The statistics of values in the order of their names, all but the last one.
fn describe_values(
    values: &[f64],
    groups: Groups,
    median: Option<f64>,
    selection: &mut Selection,
    put: &mut impl FnMut(&[f64]),
) {
    let (low, high) = reduce::extremes(values);
    let mean = reduce::mean(values);
    put(&[low, high, mean, reduce::mean_square(values, mean)]);
    if groups.median || groups.mad || groups.biweight {
        let median = median.unwrap_or_else(|| selection.median(values));
        if groups.median {
            put(&[median]);
        }
        if groups.mad || groups.biweight {
            let mad = selection.median_deviation(values, median);
            if groups.mad {
                put(&[mad]);
            }
            if groups.biweight {
                let (location, midvariance) = reduce::biweight(values, median, mad);
                put(&[location, midvariance]);
            }
        }
    }
}

/// The names of the columns that these groups have.
fn names(groups: Groups) -> Vec<&'static str> {
    let mut names = BASIC.to_vec();
    let of = [
        (groups.median, &MEDIAN[..]),
        (groups.mad, &MAD),
        (groups.biweight, &BIWEIGHT),
        (groups.gini, &GINI),
    ];
    for (wanted, of_group) in of {
        if wanted {
            names.extend_from_slice(of_group);
        }
    }
    names
}
