"""Tests of astroapers; they are installed with the package."""
