//! A step of a measurement.

use super::footprint::Footprint;
use super::rules::Rules;
use super::stage::Stage;

/// Where to measure, which pixels count there, and what is measured of them.
#[derive(Debug)]
pub struct Step<'a> {
    /// Which pixels belong to each source.
    pub footprint: Footprint<'a>,
    /// Which of them count.
    pub rules: Rules<'a>,
    /// What is measured.
    pub stage: Box<dyn Stage>,
}

impl<'a> Step<'a> {
    /// A step in which all pixels count that are not masked.
    pub fn new(footprint: Footprint<'a>, stage: impl Stage + 'static) -> Self {
        Self { footprint, rules: Rules::default(), stage: Box::new(stage) }
    }

    /// The same with other rules.
    pub fn rules(self, rules: Rules<'a>) -> Self {
        Self { rules, ..self }
    }
}
