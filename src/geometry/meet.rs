//! Where two pieces of outlines cross.

use super::{Arc, Line, Piece, Point};
use std::f64::consts::TAU;

/// Calls `found` with the y of every crossing of two pieces. There may be spurious ones; what is missed are crossings
/// so shallow that nothing above rounding lies between them.
pub(super) fn crossings(a: &Piece, b: &Piece, found: &mut impl FnMut(f64)) {
    match (a, b) {
        (Piece::Line(a), Piece::Line(b)) => line_line(a, b, found),
        (Piece::Line(line), Piece::Arc(arc)) | (Piece::Arc(arc), Piece::Line(line)) => {
            line_arc(line, arc, found);
        }
        (Piece::Arc(a), Piece::Arc(b)) => arc_arc(a, b, found),
    }
}

fn line_line(a: &Line, b: &Line, found: &mut impl FnMut(f64)) {
    // How far the ends of b lie left of a: the crossing divides b in that ratio.
    let (dx, dy) = (a.q.x - a.p.x, a.q.y - a.p.y);
    let left = |point: Point| dx * (point.y - a.p.y) - dy * (point.x - a.p.x);
    let (from, to) = (left(b.p), left(b.q));
    if from != to {
        found(b.p.y + (b.q.y - b.p.y) * (from / (from - to)));
    }
}

fn line_arc(line: &Line, arc: &Arc, found: &mut impl FnMut(f64)) {
    // As the unit circle sees it: |start + t·step| = 1.
    let start = arc.axes.to_circle(line.p + -arc.centre);
    let step = arc.axes.to_circle(line.q + -line.p);
    let (a, b) = (dot(step, step), dot(start, step));
    let distance = (step.x * start.y - step.y * start.x) / a.sqrt();
    let half = ((1.0 - distance) * (1.0 + distance)).max(0.0).sqrt() / a.sqrt();
    for t in [-b / a - half, -b / a + half] {
        found(line.p.y + t * (line.q.y - line.p.y));
    }
}

fn arc_arc(a: &Arc, b: &Arc, found: &mut impl FnMut(f64)) {
    // The thinner ellipse as the rounder one sees it: that keeps the numbers near 1.
    let (thin, round) = if a.axes.roundness() < b.axes.roundness() { (a, b) } else { (b, a) };
    let (cos, sin) = thin.axes.diameters();
    let offset = round.axes.to_circle(thin.centre + -round.centre);
    let (p, q) = (round.axes.to_circle(cos), round.axes.to_circle(sin));
    // |offset + p·cos t + q·sin t|² − 1
    let (pp, qq) = (0.5 * dot(p, p), 0.5 * dot(q, q));
    let wave = Wave {
        constant: dot(offset, offset) + pp + qq - 1.0,
        first: Point::new(2.0 * dot(offset, p), 2.0 * dot(offset, q)),
        second: Point::new(pp - qq, dot(p, q)),
    };
    wave.zeros(&mut |t: f64| {
        let (s, c) = t.sin_cos();
        found(thin.centre.y + c * cos.y + s * sin.y);
    });
}

fn dot(a: Point, b: Point) -> f64 {
    a.x * b.x + a.y * b.y
}

/// constant + first.x·cos t + first.y·sin t + second.x·cos 2t + second.y·sin 2t
struct Wave {
    constant: f64,
    first: Point,
    second: Point,
}

/// Two zeros of a wave that are nearer than this count as one.
const RESOLUTION: f64 = 1e-8;
/// A wave this small, in relation to its terms, is zero.
const NOISE: f64 = 1e-14;

impl Wave {
    /// Value and slope.
    fn at(&self, t: f64) -> (f64, f64) {
        // A zero at 0 is one at τ, and must not be lost between two roundings.
        let (s, c) = if t == TAU { (0.0, 1.0) } else { t.sin_cos() };
        let (s2, c2) = (2.0 * s * c, (c - s) * (c + s));
        let value =
            self.constant + self.first.x * c + self.first.y * s + self.second.x * c2 + self.second.y * s2;
        let slope = self.first.y * c - self.first.x * s + 2.0 * (self.second.y * c2 - self.second.x * s2);
        (value, slope)
    }

    /// Finds all zeros: where the bound on the second derivative cannot exclude one, or show that there is but one, the
    /// interval is halved.
    fn zeros(&self, found: &mut impl FnMut(f64)) {
        let (one, two) = (self.first.x.hypot(self.first.y), self.second.x.hypot(self.second.y));
        let scale = self.constant.abs() + one + two;
        let bend = one + 4.0 * two;
        // The same curve twice, two that never meet, or two so far apart that the numbers do not tell.
        if !scale.is_finite() || bend <= NOISE || self.constant.abs() > one + two + NOISE * scale {
            return;
        }
        let mut intervals: Vec<(f64, f64)> =
            (0..4).map(|k| (0.25 * TAU * f64::from(k), 0.25 * TAU * f64::from(k + 1))).collect();
        while let Some((from, to)) = intervals.pop() {
            let (middle, half) = (0.5 * (from + to), 0.5 * (to - from));
            let (value, slope) = self.at(middle);
            if value.abs() > (slope.abs() + 0.5 * bend * half) * half + NOISE * scale {
                continue;
            }
            if slope.abs() > bend * half {
                if let Some(zero) = self.only_zero(from, to) {
                    found(zero);
                }
            } else if half < RESOLUTION {
                found(middle);
            } else {
                intervals.extend([(from, middle), (middle, to)]);
            }
        }
    }

    /// The zero of a stretch in which the wave rises or falls throughout: Newton's steps, halving where they leave it.
    fn only_zero(&self, mut from: f64, mut to: f64) -> Option<f64> {
        let (at_from, at_to) = (self.at(from).0, self.at(to).0);
        if at_from * at_to > 0.0 {
            return None;
        }
        let mut t = 0.5 * (from + to);
        for _ in 0..80 {
            let (value, slope) = self.at(t);
            if (value > 0.0) == (at_to > at_from) {
                to = t
            } else {
                from = t
            }
            let next = t - value / slope;
            let next = if next > from && next < to { next } else { 0.5 * (from + to) };
            if (next - t).abs() <= f64::EPSILON * TAU {
                break;
            }
            t = next;
        }
        Some(t)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn waves_have_the_zeros_they_were_made_of() {
        // cos 2t: four zeros; 1 − cos t: one double zero; 2 + cos t: none.
        let count = |constant, first: (f64, f64), second: (f64, f64)| {
            let wave = Wave {
                constant,
                first: Point::new(first.0, first.1),
                second: Point::new(second.0, second.1),
            };
            let mut zeros = vec![];
            wave.zeros(&mut |t| zeros.push(t));
            for &t in &zeros {
                assert!(wave.at(t).0.abs() < 1e-12, "{t}");
            }
            zeros.sort_by(f64::total_cmp);
            zeros.dedup_by(|a, b| (*a - *b).abs() < 1e-6);
            zeros.len()
        };
        assert_eq!(count(0.0, (0.0, 0.0), (1.0, 0.0)), 4);
        assert!(count(1.0, (-1.0, 0.0), (0.0, 0.0)) >= 1);
        assert_eq!(count(2.0, (1.0, 0.0), (0.0, 0.0)), 0);
        assert_eq!(count(0.0, (0.0, 0.0), (0.0, 0.0)), 0);
    }

    proptest! {
        #[test]
        fn no_change_of_sign_is_missed(
            constant in -2.0..2.0_f64, a in -2.0..2.0_f64, b in -2.0..2.0_f64, c in -2.0..2.0_f64, d in -2.0..2.0_f64,
        ) {
            let wave = Wave { constant, first: Point::new(a, b), second: Point::new(c, d) };
            let mut zeros = vec![];
            wave.zeros(&mut |t| zeros.push(t));
            for &t in &zeros {
                prop_assert!(wave.at(t).0.abs() < 1e-12);
            }
            let steps = 2000;
            for k in 0..steps {
                let (from, to) = (TAU * f64::from(k) / f64::from(steps), TAU * f64::from(k + 1) / f64::from(steps));
                if wave.at(from).0 * wave.at(to).0 < 0.0 {
                    prop_assert!(zeros.iter().any(|t| (from - 1e-9..=to + 1e-9).contains(t)), "{from}..{to}");
                }
            }
        }
    }
}
