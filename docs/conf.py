# Configuration of Sphinx; what is not set here comes from sphinx-astropy.

import os
import subprocess
import sys
from pathlib import Path

from sphinx_astropy.conf.v3 import *  # noqa: F403
from sphinx_astropy.conf.v3 import exclude_patterns, extensions

import astroapers

HERE = Path(__file__).resolve().parent

project = "astroapers"
author = "astroapers developers"
project_copyright = f"2026, {author}"
version = release = astroapers.__version__

needs_sphinx = "7.4"
extensions += ["sphinx_design"]
exclude_patterns += ["changes", "generated"]
html_title = f"{project} {release}"
html_theme_options = {"show_prev_next": True}
plot_formats = [("png", 150)]
plot_html_show_formats = False
plot_html_show_source_link = False

# The site builds without a network; where there is one, names of other packages become links.
if os.environ.get("READTHEDOCS") != "True":
    intersphinx_mapping = {}


def _write_unreleased(app):
    """Collect the fragments of the coming release in generated/unreleased.rst."""
    command = [sys.executable, "-m", "towncrier", "build", "--draft"]
    text = subprocess.run(
        [*command, "--version", release, "--date", "unreleased"],
        cwd=HERE.parent,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    target = HERE / "generated" / "unreleased.rst"
    target.parent.mkdir(exist_ok=True)
    target.write_text(text)


def setup(app):
    app.connect("builder-inited", _write_unreleased)
