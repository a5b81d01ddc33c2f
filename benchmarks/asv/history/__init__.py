"""Benchmarks for asv: times of this package from commit to commit."""
