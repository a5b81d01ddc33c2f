//! Coverage by other means, for tests: polygon clipping, and integration of chords.

use crate::geometry::{Point, Rotation, Ties};

/// A shape as the oracle knows it: what is in `outer` and not in `inner`.
#[derive(Debug, Clone)]
pub(in crate::raster) struct Truth {
    pub name: &'static str,
    pub values: Vec<f64>,
    outer: Simple,
    inner: Option<Simple>,
}

#[derive(Debug, Clone, Copy)]
enum Simple {
    Ellipse { a: f64, b: f64, theta: f64 },
    Rect { w: f64, h: f64, theta: f64 },
    Pill { w: f64, a: f64, b: f64, theta: f64 },
}

impl Truth {
    pub fn circle(r: f64) -> Self {
        Self::new("circ", vec![r], Simple::Ellipse { a: r, b: r, theta: 0.0 }, None)
    }

    pub fn ellipse(a: f64, b: f64, theta: f64) -> Self {
        Self::new("ellip", vec![a, b, theta], Simple::Ellipse { a, b, theta }, None)
    }

    pub fn rect(w: f64, h: f64, theta: f64) -> Self {
        Self::new("rect", vec![w, h, theta], Simple::Rect { w, h, theta }, None)
    }

    pub fn ring(r_in: f64, r_out: f64) -> Self {
        let disc = |r| Simple::Ellipse { a: r, b: r, theta: 0.0 };
        Self::new("circ_ann", vec![r_in, r_out], disc(r_out), Some(disc(r_in)))
    }

    pub fn pill(w: f64, a: f64, b: f64, theta: f64) -> Self {
        Self::new("pill", vec![w, a, b, theta], Simple::Pill { w, a, b, theta }, None)
    }

    pub fn pill_ring(w: f64, a: f64, b: f64, theta: f64, ratio: f64) -> Self {
        let values = vec![w * ratio, a * ratio, b * ratio, w, a, b, theta, theta];
        let of = |scale: f64| Simple::Pill { w: w * scale, a: a * scale, b: b * scale, theta };
        Self::new("pill_ann", values, of(1.0), Some(of(ratio)))
    }

    /// An ellipse with a smaller copy taken out, turned as it is.
    pub fn ellipse_ring(a: f64, b: f64, theta: f64, ratio: f64) -> Self {
        let values = vec![a * ratio, b * ratio, a, b, theta, theta];
        let of = |a, b| Simple::Ellipse { a, b, theta };
        Self::new("ellip_ann", values, of(a, b), Some(of(a * ratio, b * ratio)))
    }

    /// A rectangle with a smaller one taken out that may be turned otherwise.
    pub fn rect_ring(w: f64, h: f64, theta: f64, ratio: f64, turn: f64) -> Self {
        // A square within the inscribed circle, whatever the angles.
        let side = ratio * w.min(h) / 2_f64.sqrt();
        let values = vec![side, side, w, h, theta + turn, theta];
        let inner = Simple::Rect { w: side, h: side, theta: theta + turn };
        Self::new("rect_ann", values, Simple::Rect { w, h, theta }, Some(inner))
    }

    fn new(name: &'static str, values: Vec<f64>, outer: Simple, inner: Option<Simple>) -> Self {
        Self { name, values, outer, inner }
    }

    /// The area of the shape at `at` within the pixel.
    pub fn weight(&self, at: Point, x: i64, y: i64) -> f64 {
        // Relative to the position: exact for the positions that tests use.
        let low = Point::new((x as f64 - at.x) - 0.5, (y as f64 - at.y) - 0.5);
        self.outer.in_pixel(low) - self.inner.map_or(0.0, |inner| inner.in_pixel(low))
    }

    /// Upper bound of the length of the outlines.
    pub fn perimeter(&self) -> f64 {
        let of = |s: &Simple| match *s {
            Simple::Ellipse { a, b, .. } => 4.0 * (a + b),
            Simple::Rect { w, h, .. } => 2.0 * (w + h),
            Simple::Pill { w, a, b, .. } => 2.0 * w + 4.0 * (a + b),
        };
        of(&self.outer) + self.inner.as_ref().map_or(0.0, of)
    }

    pub fn size(&self) -> f64 {
        match self.outer {
            Simple::Ellipse { a, b, .. } => 2.0 * a.max(b),
            Simple::Rect { w, h, .. } => w.hypot(h),
            Simple::Pill { w, a, b, .. } => (w + 2.0 * a).max(2.0 * b),
        }
    }
}

impl Simple {
    /// Area within the unit square whose lower corner is `low`, the shape being at the origin.
    fn in_pixel(self, low: Point) -> f64 {
        match self {
            Self::Rect { w, h, theta } => {
                let r = Rotation::new(theta, Ties::Native);
                let (u, v) = (0.5 * w, 0.5 * h);
                let corners = [(-u, -v), (u, -v), (u, v), (-u, v)];
                let corners = corners.map(|(u, v)| {
                    let p = r.to_image(Point::new(u, v));
                    (p.x - low.x, p.y - low.y)
                });
                clipped_area(corners.to_vec())
            }
            Self::Ellipse { a, b, theta } => chords(a, b, theta, low),
            Self::Pill { w, a, b, theta } => pill_chords(0.5 * w, a, b, theta, low),
        }
    }
}

/// Area of a polygon within the unit square whose lower corner is `low`.
pub(in crate::raster) fn clipped_polygon(vertices: &[Point], low: Point) -> f64 {
    clipped_area(vertices.iter().map(|p| (p.x - low.x, p.y - low.y)).collect()).abs()
}

/// Clips a polygon to the unit square, side by side, and takes the shoelace.
fn clipped_area(mut polygon: Vec<(f64, f64)>) -> f64 {
    let distances: [fn((f64, f64)) -> f64; 4] = [|p| p.0, |p| 1.0 - p.0, |p| p.1, |p| 1.0 - p.1];
    for inside in distances {
        let n = polygon.len();
        let mut kept = Vec::with_capacity(n + 1);
        for i in 0..n {
            let (p, q) = (polygon[i], polygon[(i + 1) % n]);
            let (dp, dq) = (inside(p), inside(q));
            if dp >= 0.0 {
                kept.push(p);
            }
            if (dp >= 0.0) != (dq >= 0.0) {
                let t = dp / (dp - dq);
                kept.push((p.0 + t * (q.0 - p.0), p.1 + t * (q.1 - p.1)));
            }
        }
        polygon = kept;
    }
    let n = polygon.len();
    let twice = (0..n).map(|i| {
        let (p, q) = (polygon[i], polygon[(i + 1) % n]);
        p.0 * q.1 - q.0 * p.1
    });
    0.5 * twice.sum::<f64>()
}

/// Integrates the chords of an ellipse that lie in a unit square, with x = w·sin t, so that the integrand is smooth
/// at the ellipse's ends, between all points where a chord enters or leaves the square.
fn chords(a: f64, b: f64, theta: f64, low: Point) -> f64 {
    let (sin, cos) = theta.sin_cos();
    let (w, h) = ((a * cos).hypot(b * sin), (a * sin).hypot(b * cos));
    let (x0, x1) = (low.x.max(-w), (low.x + 1.0).min(w));
    if x0 >= x1 || low.y >= h || low.y + 1.0 <= -h {
        return 0.0;
    }
    let tilt = (a - b) * (a + b) * sin * cos;
    let mut cuts = vec![x0, x1];
    for y in [low.y, low.y + 1.0] {
        if y.abs() < h {
            let half = a * b / (h * h) * ((h - y) * (h + y)).sqrt();
            cuts.extend([y * tilt / (h * h) - half, y * tilt / (h * h) + half]);
        }
    }
    cuts.retain(|&x| x >= x0 && x <= x1);
    cuts.sort_by(f64::total_cmp);
    let chord = |t: f64| {
        let (middle, half) = (tilt / w * t.sin(), a * b / w * t.cos());
        let length = (middle + half).min(low.y + 1.0) - (middle - half).max(low.y);
        length.max(0.0) * w * t.cos()
    };
    cuts.windows(2)
        .map(|c| integral(chord, (c[0] / w).clamp(-1.0, 1.0).asin(), (c[1] / w).clamp(-1.0, 1.0).asin()))
        .sum()
}

/// Integrates the chords of a pill across its axis that lie in a unit square, in the pill's own frame; on the caps with
/// u = ±(half_w + a·sin t).
fn pill_chords(half_w: f64, a: f64, b: f64, theta: f64, low: Point) -> f64 {
    let r = Rotation::new(theta, Ties::Native);
    let corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)];
    let corners = corners.map(|(x, y)| r.to_own(Point::new(low.x + x, low.y + y)));
    let edges: Vec<_> = (0..4).map(|i| (corners[i], corners[(i + 1) % 4])).collect();
    let mut cuts: Vec<f64> = corners.iter().map(|p| p.x).collect();
    cuts.extend([-half_w, half_w, -half_w - a, half_w + a]);
    for (p, q) in &edges {
        let slope = (q.y - p.y) / (q.x - p.x);
        if !slope.is_finite() {
            continue;
        }
        for side in [-b, b] {
            cuts.push(p.x + (side - p.y) / slope);
        }
        for centre in [-half_w, half_w] {
            // ((u − centre)/a)² + ((p.y + slope·(u − p.x))/b)² = 1, as a quadratic in u − centre.
            let at_centre = p.y + slope * (centre - p.x);
            let (k2, k1, k0) = (
                1.0 / (a * a) + slope * slope / (b * b),
                slope * at_centre / (b * b),
                at_centre * at_centre / (b * b) - 1.0,
            );
            let root = k1 * k1 - k2 * k0;
            if root >= 0.0 {
                cuts.extend([centre + (-k1 - root.sqrt()) / k2, centre + (-k1 + root.sqrt()) / k2]);
            }
        }
    }
    let (first, last) = (edge_of(&corners, f64::min), edge_of(&corners, f64::max));
    let (first, last) = (first.max(-half_w - a), last.min(half_w + a));
    cuts.retain(|u| (first..=last).contains(u));
    cuts.extend([first, last]);
    cuts.sort_by(f64::total_cmp);
    let overlap = |u: f64, reach: f64| {
        let (mut lowest, mut highest) = (f64::INFINITY, f64::NEG_INFINITY);
        for (p, q) in &edges {
            if p.x != q.x && (u - p.x) * (u - q.x) <= 0.0 {
                let v = p.y + (q.y - p.y) / (q.x - p.x) * (u - p.x);
                (lowest, highest) = (lowest.min(v), highest.max(v));
            }
        }
        (highest.min(reach) - lowest.max(-reach)).max(0.0)
    };
    let piece = |from: f64, to: f64| {
        let side = (0.5 * (from + to)).signum();
        if 0.5 * (from + to).abs() <= half_w {
            return integral(|u| overlap(u, b), from, to);
        }
        let t = |u: f64| ((side * u - half_w) / a).clamp(0.0, 1.0).asin();
        let f = |t: f64| overlap(side * (half_w + a * t.sin()), b * t.cos()) * a * t.cos();
        side * integral(f, t(from), t(to))
    };
    if first < last { cuts.windows(2).map(|c| piece(c[0], c[1])).sum() } else { 0.0 }
}

fn edge_of(corners: &[Point; 4], pick: fn(f64, f64) -> f64) -> f64 {
    corners.iter().map(|p| p.x).reduce(pick).unwrap_or(0.0)
}

/// Gauss–Legendre with 20 points on each of four parts.
fn integral(f: impl Fn(f64) -> f64, from: f64, to: f64) -> f64 {
    const PARTS: usize = 4;
    let nodes = gauss_legendre();
    let half = 0.5 * (to - from) / PARTS as f64;
    (0..PARTS)
        .map(|part| {
            let middle = from + (2 * part + 1) as f64 * half;
            nodes.iter().map(|(x, w)| w * f(middle + half * x)).sum::<f64>() * half
        })
        .sum()
}

/// Nodes and weights, by Newton's method on the Legendre polynomial.
fn gauss_legendre() -> &'static [(f64, f64)] {
    use std::sync::OnceLock;
    static NODES: OnceLock<Vec<(f64, f64)>> = OnceLock::new();
    NODES.get_or_init(|| {
        let n = 20;
        let node = |k: usize| {
            let mut x = (std::f64::consts::PI * (k as f64 + 0.75) / (n as f64 + 0.5)).cos();
            let mut slope = 1.0;
            for _ in 0..60 {
                let (mut p, mut before) = (1.0, 0.0);
                for j in 0..n {
                    let j = j as f64;
                    (p, before) = (((2.0 * j + 1.0) * x * p - j * before) / (j + 1.0), p);
                }
                slope = n as f64 * (x * p - before) / (x * x - 1.0);
                x -= p / slope;
            }
            (x, 2.0 / ((1.0 - x * x) * slope * slope))
        };
        (0..n).map(node).collect()
    })
}
