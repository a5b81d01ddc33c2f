//! Outlines: closed contours of straight lines and elliptic arcs, cut so that each piece is monotone.

use super::oval::Oval;
use super::piece::{Line, Piece};
use super::point::{Extents, Point};
use super::rotation::Rotation;
use std::f64::consts::TAU;

/// Smaller contours have no area that f64 could tell from zero beside anything else.
const VANISHING: f64 = 1e-60;
/// An extreme this near to the end of an arc (in radians) is that end.
const NEGLIGIBLE: f64 = 1e-12;

/// The contours of a shape, as monotone pieces relative to its source.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outline {
    pieces: Vec<Piece>,
}

impl Outline {
    /// With room for so many pieces.
    pub(super) fn with_capacity(pieces: usize) -> Self {
        Self { pieces: Vec::with_capacity(pieces) }
    }

    /// Forgets the contours and keeps the memory.
    pub fn clear(&mut self) {
        self.pieces.clear();
    }

    /// The pieces. Their order means nothing.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Appends all pieces of another one.
    pub(super) fn append(&mut self, other: &Self) {
        self.pieces.extend_from_slice(&other.pieces);
    }

    /// Appends what of another one reaches into a box.
    pub(super) fn append_within(&mut self, other: &Self, within: &Extents) {
        let near = |piece: &&Piece| {
            let (p, q) = piece.ends();
            within.common(&Extents::of(p, q)).is_some()
        };
        self.pieces.extend(other.pieces.iter().filter(near));
    }

    /// Appends one piece.
    pub(super) fn push(&mut self, piece: Piece) {
        self.pieces.push(piece);
    }

    /// The area inside, for contours that run counter-clockwise around it: Green's theorem, ∮ x dy.
    pub(super) fn area(&self) -> f64 {
        let Some(first) = self.pieces.first() else { return 0.0 };
        let x = first.ends().0.x;
        self.pieces.iter().map(|piece| piece.area_beyond(x)).sum()
    }

    /// The tight box around the pieces.
    pub(super) fn extents(&self) -> Extents {
        // Monotone pieces reach no farther than their ends.
        let boxes = self.pieces.iter().map(Piece::ends).map(|(p, q)| Extents::of(p, q));
        boxes.fold(Extents::NOWHERE, |all, one| all.around(&one))
    }

    /// Appends a straight line.
    pub fn line(&mut self, p: Point, q: Point) {
        self.pieces.push(Piece::Line(Line { p, q }));
    }

    /// Appends a closed polygon, counter-clockwise around its inside.
    pub fn polygon(&mut self, vertices: &[Point]) {
        let next = vertices.iter().cycle().skip(1);
        self.pieces.extend(vertices.iter().zip(next).map(|(&p, &q)| Piece::Line(Line { p, q })));
    }

    /// Appends a whole ellipse around the source.
    pub fn ellipse(&mut self, a: f64, b: f64, rotation: Rotation) {
        if a.max(b) < VANISHING {
            return;
        }
        let curve = Oval::new(a, b, rotation, Point::default());
        let [right, top, left, bottom] = curve.extremes();
        let quadrants = [(right, top), (top, left), (left, bottom), (bottom, right)];
        self.pieces.extend(quadrants.map(|(p, q)| curve.piece(p, q)));
    }

    /// Appends a part of an ellipse, by less than a whole turn: from `p` counter-clockwise to `q`, which lie on it. The
    /// neighbours in the contour must have the very same ends.
    pub fn arc(&mut self, curve: &Oval, p: Point, q: Point) {
        let end = (curve.anomaly(q) - curve.anomaly(p)).rem_euclid(TAU);
        self.arc_by(curve, p, q, end);
    }

    /// The same for an arc whose ends may be too near each other to tell how far round it goes: by `end`, as the unit
    /// circle sees it.
    pub(super) fn arc_by(&mut self, curve: &Oval, p: Point, q: Point, end: f64) {
        // How far round the ellipse a point lies from p.
        let start = curve.anomaly(p);
        let along = |point| (curve.anomaly(point) - start).rem_euclid(TAU);
        let mut cuts = curve.extremes().map(|point| (along(point), point));
        cuts.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut last = p;
        for (at, cut) in cuts {
            if at > NEGLIGIBLE && at < end - NEGLIGIBLE {
                self.pieces.push(curve.piece(last, cut));
                last = cut;
            }
        }
        self.pieces.push(curve.piece(last, q));
    }

    /// Moves what `draw` appends.
    pub(super) fn elsewhere(&mut self, draw: impl FnOnce(&mut Self), offset: Point) {
        let start = self.pieces.len();
        draw(self);
        for piece in &mut self.pieces[start..] {
            *piece = piece.shifted(offset);
        }
    }

    /// Reverses what `draw` appends.
    pub(super) fn backwards(&mut self, draw: impl FnOnce(&mut Self)) {
        let start = self.pieces.len();
        draw(self);
        for piece in &mut self.pieces[start..] {
            *piece = piece.reversed();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Shape;
    use crate::geometry::Ties;
    use std::f64::consts::PI;

    #[test]
    fn segments_close_the_ellipse() {
        for (a, b, theta) in
            [(1.0, 1.0, 0.0), (100.0, 1.0, 0.6), (3.0, 7.0, -2.0), (1e-9, 1e-9, 0.0), (1e5, 1e-5, 1.0)]
        {
            let mut outline = Outline::default();
            outline.ellipse(a, b, Rotation::new(theta, Ties::Native));
            let got = outline.area() / (PI * a * b);
            // The sine's rounding turns the long axis: that much of it is lost across the short one.
            assert!((got - 1.0).abs() < 1e-14 + 4e-16 * (a / b), "{a} {b} {theta}: {got}");
        }
    }

    #[test]
    fn branches_meet_the_ends_of_their_arcs() {
        let mut outline = Outline::default();
        outline.ellipse(100.0, 1.0, Rotation::new(0.6, Ties::Native));
        for piece in outline.pieces() {
            let Piece::Arc(arc) = piece else { panic!("an ellipse has arcs only") };
            for end in [arc.p, arc.q] {
                assert!((arc.over_y.at(end.y) - end.x).abs() < 1e-5, "{arc:?}");
                assert!((arc.over_x.at(end.x) - end.y).abs() < 1e-5, "{arc:?}");
            }
        }
    }

    #[test]
    fn holes_take_away_and_offsets_move() {
        let square = |s: f64| [Point::new(-s, -s), Point::new(s, -s), Point::new(s, s), Point::new(-s, s)];
        struct Square(f64);
        impl Shape for Square {
            fn extents(&self) -> crate::geometry::Extents {
                crate::geometry::Extents::symmetric(self.0, self.0)
            }
            fn area(&self) -> f64 {
                4.0 * self.0 * self.0
            }
            fn contains(&self, _: Point) -> bool {
                false
            }
            fn outline(&self, out: &mut Outline) {
                out.polygon(
                    &[(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]
                        .map(|(x, y)| Point::new(x * self.0, y * self.0)),
                );
            }
        }
        let mut outline = Outline::default();
        outline.polygon(&square(3.0));
        outline.hole(&Square(1.0));
        outline.placed(&Square(0.5), Point::new(10.0, 5.0));
        assert_eq!(outline.area(), 36.0 - 4.0 + 1.0);
    }
}
