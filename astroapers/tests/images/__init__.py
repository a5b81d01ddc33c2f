"""Tests of what comes in as an image."""
