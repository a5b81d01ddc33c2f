"""Tests of what is offered for regions; the installed regions and shapely are the truth."""
