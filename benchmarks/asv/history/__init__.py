"""Benchmarks for asv: our own times from commit to commit."""
