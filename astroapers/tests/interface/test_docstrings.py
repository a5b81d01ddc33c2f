"""Docstrings of all public names, by numpydoc's own rules."""

import importlib
import inspect

import pytest

from astroapers._shapes import SHAPES

pytest.importorskip("photutils")
pytest.importorskip("regions")
validate = pytest.importorskip("numpydoc.validate").validate

MODULES = (
    "astroapers",
    "astroapers.kernels",
    "astroapers.plotting",
    "astroapers.photutils",
    "astroapers.regions",
    "astroapers.sky",
)
# Rules that this package does not follow.
NOT_OURS = {
    "ES01",  # a summary may say it all
    "SA01",  # not everything has a relative
    "PR04",  # "a, b: as in `other`" has no types of its own
    "SS05",  # takes a noun in the plural ("Values of ...") for a verb
}
PARAMETERS = {name for spec in SHAPES.values() for name in spec.params}


def names():
    for module_name in MODULES:
        module = importlib.import_module(module_name)
        for name in module.__all__:
            thing = getattr(module, name)
            if name.startswith("__") or inspect.ismodule(thing):
                continue
            yield f"{module_name}.{name}"
            if inspect.isclass(thing):
                for member, value in inspect.getmembers(thing):
                    is_documented = callable(value) or isinstance(value, property)
                    is_ours = not member.startswith("_") and not hasattr(Exception, member)
                    if is_ours and is_documented:
                        yield f"{module_name}.{name}.{member}"


def excused(name):
    """What else is left out, for some names only."""
    owner, _, member = name.rpartition(".")
    if member in PARAMETERS and owner.startswith("astroapers."):
        return {"EX01"}  # the constructor has an example
    if owner.endswith(("photutils.AperturePhotometry", "photutils.ApertureStats")):
        return {"EX01"}  # some sixty results under photutils' names; examples are in the class
    if member in ("PixelAp", "TracedPathAp"):
        return {"PR01"}  # is not to be created by a user
    if member.endswith(("num_threads", "parallel_threshold")):
        return {"GL02"}  # written in Rust, where they end without a line of their own
    return set()


def test_names_are_many():
    found = list(names())
    assert len(found) == len(set(found)) > 300


@pytest.mark.parametrize("name", tuple(names()))
def test_valid(name):
    problems = [
        f"{code}: {text}"
        for code, text in validate(name)["errors"]
        if code not in NOT_OURS | excused(name)
    ]
    assert not problems
