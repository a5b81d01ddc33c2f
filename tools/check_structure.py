"""
Check which way files depend on each other: ``python tools/check_structure.py``.

No file of ``src`` or ``astroapers`` may depend on itself by way of others. In Rust a ``use`` of a
name that the file of a folder hands on (``pub use``) counts as a use of the file that has it. Tests
do not count. Within functions of Python only optional packages are imported, and modules of ours
that need one of them.
"""

import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
# What may be missing, or takes long to load; and the modules of ours that need it.
OPTIONAL = ("astropy", "matplotlib", "photutils", "regions", "scipy", "importlib", "logging")
OURS = ("astroapers.photutils", "astroapers.regions", "astroapers._demo", "astroapers.calibration",
        "astroapers.sky")  # fmt: skip


def without_tests(text):
    """A file of Rust without its tests, which stand at its end, and without comments."""
    text = re.split(r"^#\[cfg\(test\)\]\nmod \w+ \{", text, flags=re.M)[0]
    return re.sub(r"//[^\n]*", "", text)


def split(items):
    """The parts of ``a::{b, c::{d, e}}`` between commas that are not within braces."""
    parts, depth = [""], 0
    for letter in items:
        depth += {"{": 1, "}": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts if part.strip()]


def paths(item):
    """All full paths of a tree of names, as tuples."""
    head, brace, rest = item.partition("{")
    first = tuple(name for name in head.strip().split("::") if name)
    if not brace:
        yield tuple(re.sub(r" as .*", "", name).strip() for name in first)
        return
    for part in split(rest.rsplit("}", 1)[0]):
        yield from (first + path for path in paths(part))


class Crate:
    """The files of ``src`` as modules."""

    def __init__(self, root):
        self.files, self.handed_on = {}, {}
        for path in sorted(root.rglob("*.rs")):
            name = path.relative_to(root).with_suffix("").parts
            if "tests" in name or name[-1].endswith("_tests"):
                continue
            name = name[:-1] if name[-1] in ("mod", "lib") else name
            self.files[name] = (path, without_tests(path.read_text(encoding="utf-8")))
        for name, (_, text) in self.files.items():
            self.handed_on[name] = {
                path[-1]: self.absolute(name, path)
                for item in re.findall(r"^pub(?:\([^)]*\))? use ([^;]+);", text, re.M)
                for path in paths(item)
            }

    def absolute(self, module, path):
        """A path from the root of the crate."""
        if path[0] == "crate":
            return path[1:]
        while path and path[0] in ("super", "self"):
            module = module[:-1] if path[0] == "super" else module
            path = path[1:]
        return module + path

    def file_of(self, path):
        """The module that has a name, or hands it on from another; None outside of the crate."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.files:
                rest = path[end:]
                source = self.handed_on[path[:end]].get(rest[0]) if rest else None
                own = source is None or source == path[: end + 1]
                return path[:end] if own else self.file_of(source + rest[1:])
        return None

    def dependencies(self):
        """From each file to those it uses."""
        found = {}
        for name, (path, text) in self.files.items():
            uses = set()
            for item in re.findall(r"^\s*use ([^;]+);", text, re.M):
                for one in paths(item):
                    uses.add(self.file_of(self.absolute(name, one)))
            found[str(path.relative_to(ROOT))] = {
                str(self.files[use][0].relative_to(ROOT)) for use in uses - {None, name}
            }
        return found


def python_files():
    """The modules of the package without its tests, by name."""
    package = ROOT / "astroapers"
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if "tests" not in parts:
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imported(node):
    """Full names of what one statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def python_dependencies():
    """From each file to those it imports when it is loaded; and forbidden imports in functions."""
    files = dict(python_files())
    found, hidden = {}, []
    for name, path in files.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        uses = set()
        for node in tree.body:
            for full in imported(node):
                own = full if full in files else full.rpartition(".")[0]
                # The names of a package come from its files, which are loaded with it.
                uses.add(own if own in files else None)
        found[str(path.relative_to(ROOT))] = {
            str(files[use].relative_to(ROOT)) for use in uses - {None, name, "astroapers"}
        }
        top = set(map(id, tree.body))
        for node in ast.walk(tree):
            for full in imported(node) if id(node) not in top else ():
                allowed = full.partition(".")[0] in OPTIONAL or full.startswith(OURS)
                own_part = name.startswith((*OURS, "astroapers.cli"))
                if not (allowed or own_part):
                    hidden.append(f"{path.relative_to(ROOT)} imports {full} in a function")
    return found, hidden


def circles(dependencies):
    """Groups of files each of which depends on all others, by Tarjan's algorithm."""
    order, low, stack, groups = {}, {}, [], []

    def visit(file):
        order[file] = low[file] = len(order)
        stack.append(file)
        for other in sorted(dependencies.get(file, ())):
            if other not in order:
                visit(other)
                low[file] = min(low[file], low[other])
            elif other in stack:
                low[file] = min(low[file], order[other])
        if low[file] == order[file]:
            group = stack[stack.index(file) :]
            del stack[stack.index(file) :]
            if len(group) > 1:
                groups.append(sorted(group))

    for file in sorted(dependencies):
        if file not in order:
            visit(file)
    return groups


def main():
    rust = Crate(ROOT / "src").dependencies()
    python, hidden = python_dependencies()
    if not (any(rust.values()) and any(python.values())):
        sys.exit("no dependencies were found: this check has lost its eyes")
    found = circles(rust) + circles(python)
    for group in found:
        print("files that depend on each other:", ", ".join(group))
        for file in group:
            uses = (rust | python)[file] & set(group)
            print(f"    {file} uses {', '.join(sorted(uses))}")
    print(*hidden, sep="\n", end="\n" if hidden else "")
    sys.exit(bool(found or hidden))


if __name__ == "__main__":
    main()
