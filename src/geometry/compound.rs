//! A combination of shapes: what is in both, in either, in one only.
//!
//! Its outline is that of all its members, cut where they cross, of which those parts are kept that have the combination
//! on one side only (`combine`). So whatever can be done with an outline can be done with it, and weights are never
//! combined. For the methods that count samples each sample is judged by the members themselves.

use super::combine::combine_until;
use super::rule::Rule;
use super::{Cover, Extents, Outline, Point, Shape};
use crate::parallel::{NEVER, Stop};
use std::sync::Arc;

/// A shape that is combined with others.
#[derive(Debug, Clone, PartialEq)]
pub struct Member<S> {
    /// The shape.
    pub shape: S,
    /// Where in the image it stays; none if it is where the source is.
    pub stays: Option<Point>,
    /// Where it is, from the source.
    pub offset: Point,
}

impl<S: Shape> Member<S> {
    fn extents(&self) -> Extents {
        self.shape.extents().moved(self.offset)
    }

    fn outline(&self) -> Outline {
        let mut outline = Outline::default();
        outline.placed(&self.shape, self.offset);
        outline
    }
}

/// Shapes, and what of them belongs to the combination.
#[derive(Debug, Clone, PartialEq)]
pub struct Compound<S> {
    members: Vec<Member<S>>,
    rule: Arc<Rule>,
    /// A box that holds the combination. It need not be tight: samples on the common edge of two shapes are in it.
    extents: Extents,
    outline: Outline,
    area: f64,
    bulk: f64,
    /// The outlines of the members near it.
    edges: Outline,
}

/// An area below this part of the bulk, or of a pixel if that is less, is nothing: so it is with the weights of pixels.
const NOTHING: f64 = 1e-13;

impl<S: Shape> Compound<S> {
    /// The combination of as many members as the rule has regions.
    pub fn new(members: Vec<Member<S>>, rule: Arc<Rule>) -> Self {
        Self::made(members, rule, NEVER)
    }

    /// The same, or none if it was told to stop: thousands of members take their time.
    pub fn new_until(members: Vec<Member<S>>, rule: Arc<Rule>, stop: Stop<'_>) -> Option<Self> {
        let compound = Self::made(members, rule, stop);
        (!stop()).then_some(compound)
    }

    fn made(members: Vec<Member<S>>, rule: Arc<Rule>, stop: Stop<'_>) -> Self {
        let boxes: Vec<_> = members.iter().map(Member::extents).collect();
        let mut compound = Self {
            members,
            rule,
            extents: Extents::symmetric(0.0, 0.0),
            outline: Outline::default(),
            area: 0.0,
            bulk: 0.0,
            edges: Outline::default(),
        };
        let within = compound.rule.within(&boxes).filter(Extents::is_finite);
        if let Some(extents) = within {
            compound.extents = extents;
            // The others have no part in it.
            let near: Vec<usize> =
                (0..boxes.len()).filter(|&k| extents.common(&boxes[k]).is_some()).collect();
            compound.bulk = compound.rule.bulk(compound.members.iter().map(|member| member.shape.bulk()));
            compound.draw(&near, stop);
        }
        compound
    }

    /// Makes the outlines, of those members that are near.
    fn draw(&mut self, near: &[usize], stop: Stop<'_>) {
        let contours: Vec<Outline> = near.iter().map(|&k| self.members[k].outline()).collect();
        let within = self.extents;
        contours.iter().for_each(|contour| self.edges.append_within(contour, &within));
        if let [only] = near {
            if self.rule.holds(|k| k == *only) {
                self.outline.append(&contours[0]);
                self.area = self.members[*only].shape.area();
            }
            return;
        }
        let mut truth = self.rule.nowhere();
        let keep = |windings: &[i32], passed: Option<usize>| {
            match passed {
                Some(contour) => truth.set(near[contour], windings[contour] != 0),
                None => truth.reset(),
            }
            truth.get()
        };
        combine_until(stop, &contours, &within, keep, &mut self.outline);
        let area = self.outline.area();
        self.area = if area < NOTHING * self.bulk.min(1.0) { 0.0 } else { area };
    }

    /// The shapes.
    pub fn members(&self) -> &[Member<S>] {
        &self.members
    }

    /// What of them belongs to it.
    pub fn rule(&self) -> &Rule {
        &self.rule
    }

    /// Where samples may be on an edge: the outlines of the members. Their directions mean nothing.
    pub fn edges(&self) -> &Outline {
        &self.edges
    }
}

impl<S: Shape + Send> Shape for Compound<S> {
    fn extents(&self) -> Extents {
        self.extents
    }

    fn area(&self) -> f64 {
        self.area
    }

    fn bulk(&self) -> f64 {
        self.bulk
    }

    fn contains(&self, p: Point) -> bool {
        self.rule.holds(|k| self.members[k].shape.contains(p + -self.members[k].offset))
    }

    fn outline(&self, out: &mut Outline) {
        out.append(&self.outline);
    }

    fn cover(&self) -> Cover<'_> {
        Cover::Kept { outline: &self.outline, polygon: false }
    }
}
