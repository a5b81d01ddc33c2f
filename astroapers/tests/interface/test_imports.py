"""What is loaded when, and which way imports may point."""

import ast
import importlib.metadata
import subprocess
import sys
from pathlib import Path

import pytest

import astroapers
from astroapers.tests.cases import run_python

PACKAGE = Path(astroapers.__file__).parent
HEAVY = ("astropy", "photutils", "regions", "matplotlib", "scipy", "shapely", "hypothesis")

# From the top down: a module imports from its own part and from layers below.
LAYERS = (
    ("__main__",),
    ("cli",),
    ("_demo",),
    ("photutils", "regions"),
    ("sky",),
    ("__init__",),  # the public names of the native layer
    ("targets",),
    ("calibration", "kernels"),
    ("_kernel_docs",),
    ("apertures",),
    ("masks", "plotting"),
    ("images", "_path"),
    ("_shapes", "_arguments", "measurement"),
    ("_rust",),
)
LEVELS = {name: level for level, names in enumerate(LAYERS) for name in names}
# Who may import a library; astropy may also be imported where its objects are made.
OWNERS = {
    "photutils": ("photutils", "_demo", "cli"),
    "regions": ("regions", "_demo", "cli"),
    "matplotlib": ("plotting", "_demo", "cli"),
    "astropy": ("photutils", "regions", "sky", "images", "_demo", "cli"),
}


def modules():
    """All modules of the package without its tests, as (part, path)."""
    for path in sorted(PACKAGE.rglob("*.py")):
        part, *rest = path.relative_to(PACKAGE).parts
        if part != "tests":
            yield (part if rest else path.stem), path


def imports(path):
    """Full names of all that a module imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part_of(name):
    """The part of the package that a full name is in; public names are in ``__init__``."""
    part = name.removeprefix("astroapers").removeprefix(".").partition(".")[0]
    return "__init__" if not part or part in astroapers.__all__ else part


ALL = [pytest.param(part, path, id=str(path.relative_to(PACKAGE))) for part, path in modules()]


def test_import_loads_numpy_and_the_extension_only():
    loaded = run_python("import sys, astroapers; print(*sorted(sys.modules))").split()
    assert "astroapers._rust" in loaded
    assert not {name.partition(".")[0] for name in loaded} & set(HEAVY)
    assert "importlib.metadata" not in loaded


def test_measuring_loads_nothing_more():
    code = """if True:
        import sys
        import numpy as np
        import astroapers as aap
        image = np.ones((9, 9))
        aap.CircAp((4, 4), 2).apsum_exact(image, image > 2)
        aap.EllipAn([(4, 4)], 1, 1, 2, 3).apsum_center(image.astype(object), image.tolist())
        print(*sorted(sys.modules))
    """
    loaded = run_python(code).split()
    assert not {name.partition(".")[0] for name in loaded} & set(HEAVY)
    assert "numpy.ma" not in loaded


def test_names():
    for name in astroapers.__all__:
        assert hasattr(astroapers, name)
    assert sorted(astroapers.__all__) == sorted(set(astroapers.__all__))


def test_version():
    try:
        installed = importlib.metadata.version("astroapers")
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("a checkout on the path, not an installation")
    assert astroapers.__version__ == installed


def test_types_are_shipped():
    assert (PACKAGE / "py.typed").exists()
    declared = {
        node.name if isinstance(node, ast.FunctionDef) else node.target.id
        for node in ast.parse((PACKAGE / "_rust.pyi").read_text(encoding="utf-8")).body
        if isinstance(node, (ast.FunctionDef, ast.AnnAssign))
    }
    aliases = {"_Floats", "_Params", "_Masks"}
    for name in declared - aliases:
        assert hasattr(astroapers._rust, name)


def test_scan_finds_imports():
    found = set(imports(Path(__file__)))
    assert {"pathlib.Path", "ast", "importlib.metadata"} <= found
    assert {part for part, _ in modules()} >= {"apertures", "images", "__init__"}
    assert [part_of(n) for n in ("astroapers", "astroapers.CircAp", "astroapers.images.Image")] == [
        "__init__", "__init__", "images",
    ]  # fmt: skip


@pytest.mark.parametrize("part, path", ALL)
def test_libraries_are_imported_by_their_owners_only(part, path):
    for name in imports(path):
        library = name.partition(".")[0]
        assert part in OWNERS.get(library, (part,)), f"{path.name} imports {name}"


@pytest.mark.parametrize("part, path", ALL)
def test_imports_point_downwards(part, path):
    assert part in LEVELS, f"{part} has no layer"
    for name in imports(path):
        if name.partition(".")[0] == "astroapers":
            target = part_of(name)
            below = LEVELS[target] > LEVELS[part]
            assert target == part or below, f"{path.name} imports {name}"


def test_no_file_depends_on_itself_by_way_of_others(pytestconfig):
    script = pytestconfig.rootpath / "tools" / "check_structure.py"
    if not script.exists():
        pytest.skip("no clone")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
