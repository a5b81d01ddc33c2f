"""Tests of the photutils drop-in; the installed photutils is the truth."""
