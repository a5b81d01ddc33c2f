"""Tests of what holds for every aperture: accuracy, consistency, threads, memory."""
