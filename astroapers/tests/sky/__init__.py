"""Tests of boundaries on the sky."""
