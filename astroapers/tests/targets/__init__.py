"""Tests of what says where to measure."""
