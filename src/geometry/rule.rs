//! The rule of a combination: a boolean expression of "is in region k".

use super::Extents;
use crate::error::{Error, Result};

/// How two regions become one. None of these makes anything of what is in neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// What is in both: `&`.
    And,
    /// What is in one of them or in both: `|`.
    Or,
    /// What is in one of them and not in both: `^`.
    Xor,
    /// What is in the first and not in the second: `-`.
    Minus,
}

impl Operator {
    fn apply(self, first: bool, second: bool) -> bool {
        match self {
            Self::And => first && second,
            Self::Or => first || second,
            Self::Xor => first != second,
            Self::Minus => first && !second,
        }
    }

    /// The area against which negligible areas are measured, from those of the regions.
    fn bulk(self, first: f64, second: f64) -> f64 {
        match self {
            Self::And => first.min(second),
            Self::Minus => first,
            Self::Or | Self::Xor => first.max(second),
        }
    }

    /// A box that holds the combination of what these boxes hold.
    fn within(self, first: Option<Extents>, second: Option<Extents>) -> Option<Extents> {
        match (self, first, second) {
            (Self::And, Some(a), Some(b)) => a.common(&b),
            (Self::And, ..) => None,
            (Self::Minus, ..) => first,
            (Self::Or | Self::Xor, Some(a), Some(b)) => Some(a.around(&b)),
            (Self::Or | Self::Xor, ..) => first.or(second),
        }
    }
}

/// An expression, as its nodes in postfix order: both operands of a node stand before it. However deep it is, nothing
/// here calls itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    nodes: Vec<Node>,
    /// The nodes that are regions, in order.
    regions: Vec<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Node {
    /// Operator and operands; none for a region.
    made_of: Option<(Operator, usize, usize)>,
    /// Where it is an operand; the last node's is itself.
    parent: usize,
}

impl Rule {
    /// The rule of a text in postfix notation: a dot for the next region, and one of `&|^-` to combine the two before it.
    pub fn parse(postfix: &str) -> Result<Self> {
        let invalid = || Error::UnknownName { what: "rule", name: postfix.chars().take(200).collect() };
        let mut rule = Self { nodes: Vec::<Node>::new(), regions: vec![] };
        let mut stack: Vec<usize> = vec![];
        for character in postfix.chars() {
            let operator = match character {
                '.' => None,
                '&' => Some(Operator::And),
                '|' => Some(Operator::Or),
                '^' => Some(Operator::Xor),
                '-' => Some(Operator::Minus),
                _ => return Err(invalid()),
            };
            let this = rule.nodes.len();
            let made_of = match operator {
                None => {
                    rule.regions.push(this);
                    None
                }
                Some(operator) => {
                    let (Some(second), Some(first)) = (stack.pop(), stack.pop()) else {
                        return Err(invalid());
                    };
                    for operand in [first, second] {
                        rule.nodes[operand].parent = this;
                    }
                    Some((operator, first, second))
                }
            };
            rule.nodes.push(Node { made_of, parent: this });
            stack.push(this);
        }
        if stack.len() == 1 { Ok(rule) } else { Err(invalid()) }
    }

    /// How many regions there are.
    pub fn count(&self) -> usize {
        self.regions.len()
    }

    /// Whether a point is in the combination that is in just those regions for which `inside` says so.
    pub fn holds(&self, inside: impl Fn(usize) -> bool) -> bool {
        let mut truth = self.nowhere();
        (0..self.count()).filter(|&k| inside(k)).for_each(|k| truth.set(k, true));
        truth.get()
    }

    /// A box that holds the combination of regions with these boxes; none if it is empty.
    pub(super) fn within(&self, boxes: &[Extents]) -> Option<Extents> {
        self.fold(boxes.iter().copied().map(Some), Operator::within).flatten()
    }

    /// The area that what is too little to count is measured by, from those of the regions.
    pub(super) fn bulk(&self, areas: impl Iterator<Item = f64>) -> f64 {
        self.fold(areas, Operator::bulk).unwrap_or(0.0)
    }

    /// The value of the expression, from those of the regions.
    fn fold<T: Copy>(
        &self,
        mut values: impl Iterator<Item = T>,
        join: impl Fn(Operator, T, T) -> T,
    ) -> Option<T> {
        let mut found = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            found.push(match node.made_of {
                None => values.next()?,
                Some((operator, first, second)) => join(operator, found[first], found[second]),
            });
        }
        found.pop()
    }

    /// The truth about a point that is in no region.
    pub fn nowhere(&self) -> Truth<'_> {
        Truth { rule: self, values: vec![false; self.nodes.len()] }
    }
}

/// What is true of a point: kept for every part of the expression, so that a step over one edge costs little.
#[derive(Debug, Clone)]
pub struct Truth<'a> {
    rule: &'a Rule,
    values: Vec<bool>,
}

impl Truth<'_> {
    /// The point is in no region.
    pub fn reset(&mut self) {
        self.values.fill(false);
    }

    /// The point is in region `k`, or not.
    pub fn set(&mut self, k: usize, inside: bool) {
        let nodes = &self.rule.nodes;
        let mut node = self.rule.regions[k];
        let mut value = inside;
        while self.values[node] != value {
            self.values[node] = value;
            if nodes[node].parent == node {
                return;
            }
            node = nodes[node].parent;
            if let Some((operator, first, second)) = nodes[node].made_of {
                value = operator.apply(self.values[first], self.values[second]);
            }
        }
    }

    /// Whether it is in the combination.
    pub fn get(&self) -> bool {
        self.values.last().is_some_and(|&value| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(postfix: &str, n: u32) -> Vec<bool> {
        let rule = Rule::parse(postfix).unwrap_or_else(|e| panic!("{e}"));
        (0..1_u32 << n).map(|bits| rule.holds(|k| bits >> k & 1 == 1)).collect()
    }

    #[test]
    fn operators() {
        // In neither, in the first, in the second, in both.
        assert_eq!(table("..&", 2), [false, false, false, true]);
        assert_eq!(table("..|", 2), [false, true, true, true]);
        assert_eq!(table("..^", 2), [false, true, true, false]);
        assert_eq!(table("..-", 2), [false, true, false, false]);
        assert_eq!(table(".", 1), [false, true]);
    }

    #[test]
    fn operands_are_in_order() {
        // a − (b − c), and (a − b) − c
        let of = |keep: fn(bool, bool, bool) -> bool| -> Vec<bool> {
            (0..8).map(|bits| keep(bits & 1 == 1, bits >> 1 & 1 == 1, bits >> 2 & 1 == 1)).collect()
        };
        assert_eq!(table("...--", 3), of(|a, b, c| a && b <= c));
        assert_eq!(table("..-.-", 3), of(|a, b, c| a && !b && !c));
        assert_eq!(table("..&.|", 3), of(|a, b, c| a && b || c));
    }

    #[test]
    fn steps_over_edges() {
        let rule = Rule::parse("..^.-..&|").unwrap_or_else(|e| panic!("{e}"));
        let mut truth = rule.nowhere();
        let mut inside = [false; 5];
        for step in 0..200_usize {
            let k = step * step % 5;
            inside[k] = !inside[k];
            truth.set(k, inside[k]);
            let [a, b, c, d, e] = inside;
            assert_eq!(truth.get(), (a ^ b) & !c | d & e);
        }
        truth.reset();
        assert!(!truth.get());
    }

    #[test]
    fn depth_is_no_matter() {
        let n = 100_000;
        for text in [".".repeat(n) + &"-".repeat(n - 1), ".".to_owned() + &".^".repeat(n - 1)] {
            let rule = Rule::parse(&text).unwrap_or_else(|e| panic!("{e}"));
            assert_eq!(rule.count(), n);
            assert!(rule.holds(|k| k == 0));
        }
    }

    #[test]
    fn bad_texts() {
        for text in ["", "..", "&", ".&", "..&&", "..+", "a"] {
            assert!(Rule::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn boxes() {
        let of = |xmin, xmax| Extents { xmin, xmax, ymin: 0.0, ymax: 1.0 };
        let (a, b) = (of(0.0, 2.0), of(3.0, 4.0));
        let within = |text: &str| Rule::parse(text).ok().and_then(|rule| rule.within(&[a, b]));
        assert_eq!(within("..&"), None);
        assert_eq!(within("..|"), Some(of(0.0, 4.0)));
        assert_eq!(within("..^"), Some(of(0.0, 4.0)));
        assert_eq!(within("..-"), Some(a));
    }
}
