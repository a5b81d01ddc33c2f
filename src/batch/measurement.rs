//! A measurement: what is asked of every source, as data. It is checked once, and made in one visit to each source.

use super::blocks::shared_blocks;
use super::images::Images;
use super::records::{RESULTS, Records};
use super::rules::{Level, Rules, one_each};
use super::scratch::with_scratch;
use super::sources::Sources;
use super::stage::{Field, Stage};
use super::stages::Planes;
use super::step::Step;
use super::tour::{Tour, prefetch_own};
use super::visit::Visit;
use crate::error::{Error, Result, filled};
use crate::raster::{Place, Sampling};

/// Images, and the steps that are taken at each source. A step may use what an earlier one has measured there.
#[derive(Debug)]
pub struct Measurement<'a> {
    images: Images<'a>,
    steps: Vec<Step<'a>>,
    threads: Option<usize>,
}

/// The results, in the order of the sources.
#[derive(Debug)]
pub struct Found {
    records: Records,
    /// The fields of each step, and where they stand among the numbers of a source.
    steps: Vec<Vec<(Field, usize)>>,
}

impl Found {
    /// How many sources there are.
    pub fn len(&self) -> usize {
        self.records.turn_of.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The fields of each step, and the place of each.
    pub fn steps(&self) -> &[Vec<(Field, usize)>] {
        &self.steps
    }

    /// The real numbers at a place.
    pub fn numbers(&self, (field, place): &(Field, usize)) -> Result<Vec<f64>> {
        self.records.column(*place, field.width)
    }

    /// The integers at a place.
    pub fn integers(&self, (field, place): &(Field, usize)) -> Result<Vec<i64>> {
        self.records.integers(*place, field.integer.unwrap_or(0))
    }

    /// The first field of a step that has this name, as real numbers.
    pub fn get(&self, step: usize, name: &str) -> Result<Vec<f64>> {
        let field =
            self.steps.get(step).and_then(|fields| fields.iter().find(|(field, _)| field.name == name));
        self.numbers(field.ok_or_else(|| Error::UnknownName { what: "field", name: name.to_owned() })?)
    }
}

impl<'a> Measurement<'a> {
    /// Of these images.
    pub fn new(images: Images<'a>) -> Self {
        Self { images, steps: vec![], threads: None }
    }

    /// With one more step.
    pub fn step(mut self, step: Step<'a>) -> Self {
        self.steps.push(step);
        self
    }

    /// On at most so many threads.
    pub fn threads(self, threads: Option<usize>) -> Self {
        Self { threads, ..self }
    }

    /// Measures all sources. Now and then `cancel` is asked; after a yes the sources that are left have zeros.
    pub fn run(&self, mut cancel: impl FnMut() -> bool) -> Result<Found> {
        self.check()?;
        let (mut starts, mut steps) = (vec![0], vec![]);
        let mut place = 0;
        for step in &self.steps {
            let mut placed = vec![];
            for field in step.stage.fields(&self.images) {
                placed.push((field, place));
                place += field.width;
            }
            starts.push(place);
            steps.push(placed);
        }
        let tour = Tour {
            images: &self.images,
            steps: &self.steps,
            levels: levels(&self.steps, &steps)?,
            starts,
            blocks: shared_blocks(&self.images, &self.steps, self.threads, &mut cancel)?,
            threads: self.threads,
        };
        Ok(Found { records: tour.go(&mut cancel)?, steps })
    }

    /// Everything that can be wrong.
    fn check(&self) -> Result<()> {
        let Some(first) = self.steps.first() else { return Ok(()) };
        let n = first.footprint.sources.len();
        self.images.check(n)?;
        for step in &self.steps {
            one_each("positions", step.footprint.sources.len(), n)?;
            step.rules.check(n)?;
            step.stage.check(&self.images, &step.rules)?;
        }
        Ok(())
    }
}

/// The backgrounds of all steps. What one uses must have been measured before.
fn levels<'a>(steps: &[Step<'a>], fields: &[Vec<(Field, usize)>]) -> Result<Vec<Level<'a>>> {
    let level = |(k, step): (usize, &Step<'a>)| {
        Level::of(step.rules.background, |of, name| {
            let found = fields[..k]
                .get(of)
                .and_then(|fields| fields.iter().find(|it| it.0.name == name && it.0.width == 1));
            let unknown = || Error::UnknownName { what: "field of an earlier step", name: name.to_owned() };
            found.map(|(_, place)| *place).ok_or_else(unknown)
        })
    };
    steps.iter().enumerate().map(level).collect()
}

/// Sum in the first plane and effective area of the first source, without the lists that several need; NaN where it has no
/// position.
pub fn sum_of_one(images: &Images<'_>, sources: &Sources<'_>, sampling: Sampling) -> Result<(f64, f64)> {
    let Some(place) = Place::new(sources.at(0)) else { return Ok((f64::NAN, f64::NAN)) };
    let stage = Planes::default();
    let mut record = filled(stage.width(images), 0.0, RESULTS)?;
    with_scratch(|scratch| {
        let mut outline = std::mem::take(&mut scratch.outline);
        let result = sources.with_shape(0, &mut outline, |source| {
            let bounds = place.bounds(source.extents());
            prefetch_own(images, &Some((place, bounds)), &mut scratch.reading);
            let rules = &Rules::default();
            let visit = Visit {
                index: 0,
                source,
                place: &place,
                bounds,
                images,
                sampling,
                rules,
                background: 0.0,
                blocks: &[],
            };
            stage.measure(&visit, scratch, &mut record)
        });
        scratch.outline = outline;
        result
    })?;
    let sum = if images.planes.is_empty() { 0.0 } else { record[0] };
    Ok((sum, record[images.planes.len()]))
}
