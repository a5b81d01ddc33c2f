//! The ellipse as a curve: its points, the areas between its arcs and their chords, and its monotone arcs.

use super::{Point, Rotation};
use crate::arithmetic::larger;
use pulp::Simd;

/// One of the two branches of an ellipse over a coordinate t: k·t + s·sqrt(h² − t²).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Branch {
    /// How the middle of the chord moves with t.
    pub(crate) k: f64,
    /// Half of the chord is this times sqrt(h² − t²), which side of the middle the branch is on.
    pub(crate) s: f64,
    /// How far from the centre it reaches.
    pub(crate) h: f64,
}

impl Branch {
    /// How far from the centre it reaches.
    pub(super) fn reach(&self) -> f64 {
        self.h
    }

    /// The other coordinate at `t`, both relative to the centre. Beyond the extremes it stays at them.
    #[inline(always)]
    pub fn at(&self, t: f64) -> f64 {
        // Factored: near an extreme h² − t² would lose what (h − t)(h + t) keeps.
        let inside = larger((self.h - t) * (self.h + t), 0.0);
        self.k * t + self.s * inside.sqrt()
    }
}

impl Branch {
    /// The same for many at a time.
    #[inline(always)]
    pub(crate) fn at_many<S: Simd>(&self, simd: S, t: S::f64s) -> S::f64s {
        let h = simd.splat_f64s(self.h);
        let inside = simd.mul_f64s(simd.sub_f64s(h, t), simd.add_f64s(h, t));
        let root = simd.sqrt_f64s(simd.max_f64s(inside, simd.splat_f64s(0.0)));
        let straight = simd.mul_f64s(simd.splat_f64s(self.k), t);
        simd.add_f64s(straight, simd.mul_f64s(simd.splat_f64s(self.s), root))
    }
}

/// What maps an ellipse to the unit circle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axes {
    /// u = x·cos/a + y·sin/a
    u: Point,
    /// v = y·cos/b − x·sin/b
    v: Point,
    /// a·b
    product: f64,
}

impl Axes {
    fn new(a: f64, b: f64, Rotation { cos, sin }: Rotation) -> Self {
        Self { u: Point::new(cos / a, sin / a), v: Point::new(-sin / b, cos / b), product: a * b }
    }

    /// An offset as the unit circle sees it.
    pub(super) fn to_circle(self, p: Point) -> Point {
        Point::new(p.x * self.u.x + p.y * self.u.y, p.x * self.v.x + p.y * self.v.y)
    }

    /// The semi-axes as offsets: the ellipse is the first times cos t plus the second times sin t.
    pub(super) fn diameters(self) -> (Point, Point) {
        let Self { u, v, product } = self;
        (Point::new(v.y * product, -v.x * product), Point::new(-u.y * product, u.x * product))
    }

    /// Shorter semi-axis by longer one.
    pub(super) fn roundness(self) -> f64 {
        let (a, b) = (1.0 / self.u.x.hypot(self.u.y), 1.0 / self.v.x.hypot(self.v.y));
        a.min(b) / a.max(b)
    }

    /// Area between the chord (dx, dy) of the ellipse and its arc.
    ///
    /// On the unit circle that is asin s − s·sqrt(1 − s²) for half the chord s; mapped back it grows by a·b.
    #[inline(always)]
    pub fn segment(&self, dx: f64, dy: f64) -> f64 {
        let (u, v) = (dx * self.u.x + dy * self.u.y, dx * self.v.x + dy * self.v.y);
        let s2 = 0.25 * (u * u + v * v);
        self.product * if s2 < SERIES_LIMIT { segment_series(s2) } else { segment_closed(s2) }
    }
}

impl Axes {
    /// How to measure many chords of arcs that turn this way.
    #[inline(always)]
    pub(crate) fn chords(&self, turn: f64) -> Chords {
        let half = |p: Point| Point::new(0.5 * p.x, 0.5 * p.y);
        Chords { u: half(self.u), v: half(self.v), product: turn * self.product }
    }

    /// Whether a chord within a pixel may be too long for the series.
    #[inline(always)]
    pub(crate) fn has_long_chords(&self) -> bool {
        let most = |p: Point| 0.5 * (p.x.abs() + p.y.abs());
        let (u, v) = (most(self.u), most(self.v));
        u * u + v * v > 0.99 * SERIES_LIMIT
    }
}

/// Measures the chords of an ellipse.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chords {
    /// From an offset to half of what the unit circle sees.
    u: Point,
    v: Point,
    /// a·b, negative where the arc runs clockwise.
    product: f64,
}

impl Chords {
    /// The areas between many chords and their arcs. Unless some may be `LONG`, none is.
    #[inline(always)]
    pub fn slivers<S: Simd, const LONG: bool>(&self, simd: S, dx: S::f64s, dy: S::f64s) -> S::f64s {
        let u = simd.mul_f64s(dx, simd.splat_f64s(self.u.x));
        let u = simd.mul_add_e_f64s(dy, simd.splat_f64s(self.u.y), u);
        let v = simd.mul_f64s(dx, simd.splat_f64s(self.v.x));
        let v = simd.mul_add_e_f64s(dy, simd.splat_f64s(self.v.y), v);
        let s2 = simd.mul_add_e_f64s(u, u, simd.mul_f64s(v, v));
        let long = simd.greater_than_or_equal_f64s(s2, simd.splat_f64s(SERIES_LIMIT));
        let of_unit_circle = if LONG && simd.first_true_m64s(long) < S::F64_LANES {
            segments_closed(simd, s2)
        } else {
            segments_series(simd, s2)
        };
        simd.mul_f64s(simd.splat_f64s(self.product), of_unit_circle)
    }
}

/// The series for many at a time, by pairs.
#[inline(always)]
fn segments_series<S: Simd>(simd: S, s2: S::f64s) -> S::f64s {
    let s4 = simd.mul_f64s(s2, s2);
    let s8 = simd.mul_f64s(s4, s4);
    let low = simd.mul_add_e_f64s(series_pair(simd, 2, s2), s4, series_pair(simd, 0, s2));
    let middle = simd.mul_add_e_f64s(series_pair(simd, 6, s2), s4, series_pair(simd, 4, s2));
    let high = simd.mul_add_e_f64s(simd.splat_f64s(SERIES[10]), s4, series_pair(simd, 8, s2));
    let sum = simd.mul_add_e_f64s(simd.mul_add_e_f64s(high, s8, middle), s8, low);
    simd.mul_f64s(simd.mul_f64s(s2, simd.sqrt_f64s(s2)), sum)
}

#[inline(always)]
fn series_pair<S: Simd>(simd: S, n: usize, s2: S::f64s) -> S::f64s {
    simd.mul_add_e_f64s(simd.splat_f64s(SERIES[n + 1]), s2, simd.splat_f64s(SERIES[n]))
}

/// The closed form, one by one.
#[cold]
#[inline(never)]
fn segments_closed<S: Simd>(_: S, s2: S::f64s) -> S::f64s {
    let mut s2 = s2;
    for s2 in pulp::bytemuck::cast_slice_mut::<_, f64>(std::slice::from_mut(&mut s2)) {
        *s2 = if *s2 < SERIES_LIMIT { segment_series(*s2) } else { segment_closed(*s2) };
    }
    s2
}

/// An ellipse to take arcs from.
#[derive(Debug, Clone, Copy)]
pub struct Oval {
    pub(super) centre: Point,
    rotation: Rotation,
    a: f64,
    b: f64,
    pub(super) over_y: Branch,
    pub(super) over_x: Branch,
    pub(super) axes: Axes,
}

impl Oval {
    /// The ellipse of these semi-axes around `centre`.
    pub fn new(a: f64, b: f64, rotation: Rotation, centre: Point) -> Self {
        let (over_x, over_y) = branches(a, b, rotation);
        Self { centre, rotation, a, b, over_y, over_x, axes: Axes::new(a, b, rotation) }
    }

    /// The rightmost, topmost, leftmost and lowest point.
    pub(super) fn extremes(&self) -> [Point; 4] {
        let (w, h) = (self.over_x.h, self.over_y.h);
        let (right, top) = (Point::new(w, self.over_x.k * w), Point::new(self.over_y.k * h, h));
        [right, top, -right, -top].map(|point| point + self.centre)
    }

    /// The angle of a point as the unit circle sees it, from the ellipse's own axis.
    pub(super) fn anomaly(&self, point: Point) -> f64 {
        let own = self.rotation.to_own(point + -self.centre);
        (own.y / self.b).atan2(own.x / self.a)
    }
}

/// An ellipse over x, the upper side, and over y, the right-hand side.
pub(crate) fn branches(a: f64, b: f64, rotation: Rotation) -> (Branch, Branch) {
    let Rotation { cos, sin } = rotation;
    // Everything but these as ratios, so that no square leaves f64's range.
    let (w, h) = half_extents(a, b, rotation);
    let tilt = |extent: f64| (a - b) / extent * ((a + b) / extent) * (sin * cos);
    let over = |extent: f64| Branch { k: tilt(extent), s: a / extent * (b / extent), h: extent };
    (over(w), over(h))
}

/// Half width and half height of a turned ellipse; those of a circle without rounding.
pub(super) fn half_extents(a: f64, b: f64, Rotation { cos, sin }: Rotation) -> (f64, f64) {
    if a == b {
        return (a, a);
    }
    // The squares of sizes stay in the range of f64, and `hypot` is a call into a library.
    let root = |u: f64, v: f64| (u * u + v * v).sqrt();
    (root(a * cos, b * sin), root(a * sin, b * cos))
}

/// Below this half chord squared ten terms of the series are right to the last bit.
const SERIES_LIMIT: f64 = 0.04;

/// Taylor coefficients of (asin s − s·sqrt(1 − s²))/s³ in s²: 2/3, 1/5, 3/28, 5/72, …, which is
/// c(n) = 2·(2n)!/(4ⁿ·n!²·(2n + 3)).
const SERIES: [f64; 11] = {
    let mut c = [0.0; 11];
    let mut binomial = 1.0; // (2n)!/(4ⁿ·n!²)
    let mut n = 0;
    while n < 11 {
        let m = n as f64;
        c[n] = 2.0 * binomial / (2.0 * m + 3.0);
        binomial *= (2.0 * m + 1.0) / (2.0 * m + 2.0);
        n += 1;
    }
    c
};

/// Below this half chord squared six terms are.
const SHORT_SERIES_LIMIT: f64 = 0.003;

/// The series, by pairs, so that the processor can work on several at a time.
#[inline(always)]
fn segment_series(s2: f64) -> f64 {
    let pair = |n: usize| SERIES[n] + SERIES[n + 1] * s2;
    let s4 = s2 * s2;
    let mut sum = pair(0) + pair(2) * s4;
    let rest = if s2 < SHORT_SERIES_LIMIT {
        pair(4)
    } else {
        pair(4) + (pair(6) + (pair(8) + SERIES[10] * s4) * s4) * s4
    };
    sum += rest * (s4 * s4);
    s2 * s2.sqrt() * sum
}

#[cold]
fn segment_closed(s2: f64) -> f64 {
    let s2 = s2.min(1.0);
    let (s, c) = (s2.sqrt(), (1.0 - s2).sqrt());
    // atan2, not asin: asin loses digits where s is near 1, at the tip of a thin ellipse.
    s.atan2(c) - s * c
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_meets_closed_form() {
        for k in 1..=200 {
            let s2 = 0.04 * f64::from(k) / 200.0;
            let (series, closed) = (segment_series(s2), segment_closed(s2));
            // The closed form subtracts two nearly equal numbers of size s: its own rounding is the tolerance.
            assert!((series - closed).abs() <= 4e-16 * s2.sqrt(), "s² = {s2}");
        }
        let s2 = SERIES_LIMIT;
        assert!((segment_series(s2) / segment_closed(s2) - 1.0).abs() < 1e-13);
    }
}
