//! Statistics of the values of pixels that the rules leave, unweighted; `statistics` has a file for each.

use crate::batch::flags;
use crate::batch::images::Images;
use crate::batch::rules::Rules;
use crate::batch::scratch::Scratch;
use crate::batch::stage::{Field, Stage};
use crate::batch::statistics::{ALL, MOST_INPUTS, Statistic, Values};
use crate::batch::visit::Visit;
use crate::error::{Error, Result};
use std::ops::Range;

/// What every source has: pixels that count before the clipping and after it, and what the rules have found.
const HEAD: [Field; 3] =
    [Field::integer("valid", 0), Field::integer("counts", 0), Field::integer("flags", flags::OF_NOWHERE)];

/// Fields `valid`, `counts` and `flags`, then those of each statistic, in an order in which each finds what it needs.
#[derive(Debug, Default)]
pub struct Statistics {
    items: Vec<Item>,
    /// Whether one of them needs to know where the pixels are.
    places: bool,
}

/// A statistic, and where its numbers stand among those of a source.
#[derive(Debug)]
struct Item {
    statistic: &'static Statistic,
    /// Where the numbers stand that it needs.
    inputs: Vec<usize>,
    start: usize,
}

impl Statistics {
    /// By the names of fields. What they need of others is added.
    pub fn wanting(names: &[String]) -> Result<Self> {
        let mut all = Self::default();
        for name in names.iter().filter(|name| HEAD.iter().all(|field| field.name != *name)) {
            all.add(name)?;
        }
        Ok(all)
    }

    /// Adds a field, unless it is there, and tells where its numbers stand.
    fn add(&mut self, name: &str) -> Result<Range<usize>> {
        let found = ALL.iter().find_map(|statistic| within(statistic, name).map(|range| (statistic, range)));
        let Some((statistic, range)) = found else {
            return Err(Error::UnknownName { what: "statistic", name: name.to_owned() });
        };
        let known = self.items.iter().find(|item| item.statistic.fields == statistic.fields);
        let start = if let Some(item) = known {
            item.start
        } else {
            let mut inputs = vec![];
            for needed in statistic.needs {
                inputs.extend(self.add(needed)?);
            }
            let start = self.items.last().map_or(HEAD.len(), |item| item.start + width(item.statistic));
            self.places |= statistic.places;
            self.items.push(Item { statistic, inputs, start });
            start
        };
        Ok(start + range.start..start + range.end)
    }
}

/// Which numbers of a statistic have a name.
fn within(statistic: &Statistic, name: &str) -> Option<Range<usize>> {
    let k = statistic.fields.iter().position(|field| field.name == name)?;
    let start = statistic.fields[..k].iter().map(|field| field.width).sum();
    Some(start..start + statistic.fields[k].width)
}

fn width(statistic: &Statistic) -> usize {
    statistic.fields.iter().map(|field| field.width).sum()
}

impl Stage for Statistics {
    fn check(&self, images: &Images<'_>, _: &Rules<'_>) -> Result<()> {
        images.is_single()
    }

    fn fields(&self, _: &Images<'_>) -> Vec<Field> {
        let own = self.items.iter().flat_map(|item| item.statistic.fields);
        HEAD.iter().chain(own).copied().collect()
    }

    fn measure(&self, visit: &Visit<'_>, s: &mut Scratch, out: &mut [f64]) -> Result<()> {
        let settled = visit.clipped_sample(self.places, s)?;
        let count = s.sample.values.len();
        out[..HEAD.len()].copy_from_slice(&[settled.usable as f64, count as f64, f64::from(settled.flags)]);
        let median = visit.rules.clip.and_then(|_| s.clip.median_of(count));
        let Scratch { sample, work, selection, .. } = s;
        let mut values = Values { sample, median, work, selection };
        for item in &self.items {
            let (before, own) = out.split_at_mut(item.start);
            let own = &mut own[..width(item.statistic)];
            if count == 0 {
                own.fill(item.statistic.of_none);
                continue;
            }
            let mut inputs = [0.0; MOST_INPUTS];
            for (input, &place) in inputs.iter_mut().zip(&item.inputs) {
                *input = before[place];
            }
            (item.statistic.compute)(&mut values, &inputs, own);
        }
        Ok(())
    }
}
