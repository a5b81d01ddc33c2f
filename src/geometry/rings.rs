//! Outlines as polygons, for drawing.

use super::{Outline, Piece, Point};
use std::collections::BTreeMap;
use std::f64::consts::TAU;

/// Into so many lines a whole ellipse is divided; they are off by 4e-5 of its radius.
const LINES: f64 = 360.0;

impl Outline {
    /// The contours as closed polygons, counter-clockwise around what is inside; the last vertex is joined to the first.
    ///
    /// The pieces are in no order. At a level where some of them end, those ends, from left to right, belong together in
    /// pairs: between the two of a pair either what is above or what is below is inside, so that they are joined by a
    /// level edge, if they are not the same point.
    pub fn rings(&self) -> Vec<Vec<Point>> {
        let pieces: Vec<&Piece> = self
            .pieces()
            .iter()
            .filter(|piece| {
                let (p, q) = piece.ends();
                p.y != q.y
            })
            .collect();
        let mut next = successors(&pieces);
        let mut rings = vec![];
        for start in 0..pieces.len() {
            let mut ring = vec![];
            let mut at = Some(start);
            // What has been walked has no successor any more.
            while let Some((this, following)) =
                at.and_then(|i| next[i].take().map(|following| (i, following)))
            {
                let (p, q) = pieces[this].ends();
                ring.push(p);
                pieces[this].between(&mut ring);
                if pieces[following].ends().0 != q {
                    ring.push(q);
                }
                at = Some(following);
            }
            if ring.len() > 2 {
                rings.push(ring);
            }
        }
        rings
    }
}

/// For every piece the one that goes on where it ends.
fn successors(pieces: &[&Piece]) -> Vec<Option<usize>> {
    // x, the piece, and whether it comes here.
    let mut levels: BTreeMap<i64, Vec<(f64, usize, bool)>> = BTreeMap::new();
    for (i, piece) in pieces.iter().enumerate() {
        let (p, q) = piece.ends();
        levels.entry(ordered(p.y)).or_default().push((p.x, i, false));
        levels.entry(ordered(q.y)).or_default().push((q.x, i, true));
    }
    let mut next = vec![None; pieces.len()];
    for ends in levels.values_mut() {
        ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        while let Some(&(_, one, comes)) = ends.first() {
            // Of several ends at one point, rounding has made the order.
            let Some(k) = ends.iter().position(|other| other.2 != comes) else { break };
            let (_, other, _) = ends.remove(k);
            ends.remove(0);
            let (from, to) = if comes { (one, other) } else { (other, one) };
            next[from] = Some(to);
        }
    }
    next
}

/// An integer for every float, in the same order; 0 and −0 have the same.
fn ordered(y: f64) -> i64 {
    let bits = (y + 0.0).to_bits().cast_signed();
    bits ^ ((bits >> 63).cast_unsigned() >> 1).cast_signed()
}

impl Piece {
    /// Appends points between its ends.
    fn between(&self, out: &mut Vec<Point>) {
        let Self::Arc(arc) = self else { return };
        let anomaly = |point: Point| {
            let own = arc.axes.to_circle(point + -arc.centre);
            own.y.atan2(own.x)
        };
        let (start, (cos, sin)) = (anomaly(arc.p), arc.axes.diameters());
        let sweep = ((anomaly(arc.q) - start) * arc.turn).rem_euclid(TAU);
        // A monotone piece has at most half a turn: a whole one is none, but for rounding.
        let lines = if sweep < 0.75 * TAU { (sweep / TAU * LINES).ceil() } else { 1.0 };
        for k in 1..lines as u32 {
            let (s, c) = (start + arc.turn * sweep * f64::from(k) / lines).sin_cos();
            out.push(arc.centre + Point::new(c * cos.x + s * sin.x, c * cos.y + s * sin.y));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{AnyShape, Compound, Kind, Member, Rule, Shape, Ties};
    use std::sync::Arc;

    fn member(kind: Kind, values: &[f64], x: f64, y: f64) -> Member<AnyShape> {
        let shape = kind.build(values, Ties::Native).unwrap_or_else(|e| panic!("{e}"));
        Member { shape, stays: None, offset: Point::new(x, y) }
    }

    fn rings(shape: &impl Shape) -> Vec<Vec<Point>> {
        let mut outline = Outline::default();
        shape.outline(&mut outline);
        outline.rings()
    }

    fn area(ring: &[Point]) -> f64 {
        let next = ring.iter().cycle().skip(1);
        0.5 * ring.iter().zip(next).map(|(p, q)| p.x * q.y - q.x * p.y).sum::<f64>()
    }

    fn compound(rule: &str, members: Vec<Member<AnyShape>>) -> Compound<AnyShape> {
        Compound::new(members, Arc::new(Rule::parse(rule).unwrap_or_else(|e| panic!("{e}"))))
    }

    #[test]
    fn contours_close() {
        let square = || member(Kind::Rect, &[4.0, 4.0, 0.0], 0.0, 0.0);
        for (rule, other, count) in [
            ("..|", member(Kind::Rect, &[4.0, 4.0, 0.0], 2.0, 2.0), 1),
            ("..-", member(Kind::Rect, &[1.0, 1.0, 0.0], 0.0, 0.0), 2),
            ("..-", member(Kind::Rect, &[6.0, 1.0, 0.3], 0.0, 0.0), 2),
            ("..^", member(Kind::Rect, &[4.0, 4.0, 0.0], 2.0, 0.0), 2),
            ("..|", member(Kind::Rect, &[4.0, 4.0, 0.0], 4.0, 0.0), 1),
            ("..|", member(Kind::Rect, &[4.0, 4.0, 0.0], 0.0, 4.0), 1),
            ("..|", member(Kind::Circle, &[2.5], 1.0, 0.5), 1),
            ("..&", member(Kind::CircleAnnulus, &[1.0, 9.0], 0.0, 0.0), 2),
        ] {
            let shape = compound(rule, vec![square(), other]);
            let found = rings(&shape);
            assert_eq!(found.len(), count, "{rule} {found:?}");
            let total: f64 = found.iter().map(|ring| area(ring)).sum();
            assert!((total - shape.area()).abs() < 1e-3, "{rule}: {total} for {}", shape.area());
        }
        assert!(rings(&compound("..^", vec![square(), square()])).is_empty());
    }

    #[test]
    fn every_shape_is_one_ring() {
        let ellipse = Kind::Ellipse.build(&[4.0, 2.0, 0.6], Ties::Native);
        let [ring] = &ellipse.map(|e: AnyShape| rings(&e)).unwrap_or_default()[..] else { panic!("one") };
        assert!((area(ring) - 8.0 * std::f64::consts::PI).abs() < 2e-3);
    }
}
