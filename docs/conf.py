# Configuration of Sphinx; what is not set here comes from sphinx-astropy.

import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

from sphinx_astropy.conf.v3 import *  # noqa: F403
from sphinx_astropy.conf.v3 import exclude_patterns, extensions

import astroapers
from astroapers import _rust

HERE = Path(__file__).resolve().parent

project = "astroapers"
author = "astroapers developers"
project_copyright = f"2026, {author}"
version = release = astroapers.__version__

needs_sphinx = "7.4"
extensions += ["sphinx_design", "sphinx_gallery.gen_gallery"]
exclude_patterns += ["changes", "generated", "gallery/*.md5", "**/sg_execution_times.rst"]
templates_path = ["_templates"]
html_title = f"{project} {release}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_logo = html_favicon = "_static/logo.svg"
html_theme_options = {
    "show_prev_next": True,
    # The theme is Astropy's, the site is not: no menu of theirs, no counter of visits.
    "goatcounter_analytics_url": "",
    "sst_is_root": True,
    "sst_project_name": project,
    "navbar_links": [
        ["Get started", "getting_started/quick_start", 0],
        ["User guide", "user_guide/index", 0],
        ["Gallery", "gallery/index", 0],
        ["Tutorials", "tutorials/index", 0],
        ["Reference", "reference/index", 0],
    ],
    "footer_links": [],
}
plot_formats = [("png", 150)]
plot_html_show_formats = False
plot_html_show_source_link = False

# The site builds without a network. Names of other packages become links only if that is asked for.
if "READTHEDOCS" not in os.environ and "ASTROAPERS_INTERSPHINX" not in os.environ:
    intersphinx_mapping = {}

# A name of this package that leads nowhere is an error. Classes that only serve as a base have
# no page.
nitpicky = True
nitpick_ignore_regex = [
    (r"py:.*", r"(?!astroapers\.).*"),
    (r"py:class", r"astroapers\..*\.(PixelSamples|SampledOutline|CutoutProperties|LazyResults)"),
]

# Scripts in examples/ become pages, scripts and notebooks. One that fails ends the build.
sphinx_gallery_conf = {
    "examples_dirs": ["../examples/gallery", "../examples/tutorials"],
    "gallery_dirs": ["gallery", "tutorials"],
    "within_subsection_order": "FileNameSortKey",
    "abort_on_example_error": True,
    "capture_repr": ("_repr_html_", "__repr__"),
    "ignore_repr_types": r"matplotlib\.|builtins\.|tuple|list",
    "download_all_examples": False,
    "min_reported_time": 30,
    "show_memory": False,
    "show_signature": False,
    "remove_config_comments": True,
}

# Outside CI: it needs a network.
linkcheck_timeout = 30
linkcheck_anchors = False


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
    _write("unreleased.rst", text)


def _write_raw_names(app):
    """List all functions of the raw layer by their shapes in generated/raw_names.rst."""
    by_shape = {}
    for name in sorted(vars(_rust)):
        if found := re.match("(?:apsum|npix|bboxes|weights)_([a-z]+(?:_ann)?)", name):
            signature = f"{name}{inspect.signature(getattr(_rust, name))}"
            by_shape.setdefault(found[1], []).append(signature)
    lines = []
    for shape, signatures in by_shape.items():
        lines += [
            f".. dropdown:: {shape}: {len(signatures)} functions",
            "",
            "    .. code-block:: text",
            "",
        ]
        lines += [f"        {signature}" for signature in signatures] + [""]
    _write("raw_names.rst", "\n".join(lines))


def _leave_out_compiled(app, env):
    """Drop modules without a source: viewcode's index would link to pages that are not there."""
    sources = getattr(env, "_viewcode_modules", {})
    for module in [module for module, source in sources.items() if not source]:
        del sources[module]


def _write(name, text):
    target = HERE / "generated" / name
    target.parent.mkdir(exist_ok=True)
    target.write_text(text)


def setup(app):
    app.connect("builder-inited", _write_unreleased)
    app.connect("builder-inited", _write_raw_names)
    app.connect("env-updated", _leave_out_compiled)
