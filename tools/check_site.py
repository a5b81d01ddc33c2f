"""
Follow the links within a built site: ``python tools/check_site.py docs/_build/html``.

The exit code is 1 if the target of a link or picture does not exist: the file, or the place within
the page. ``tox -e linkcheck`` checks links to other sites.
"""

import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class Page(HTMLParser):
    """The ``links`` of a page, and the ``places`` in it that can be linked to."""

    def __init__(self, path):
        super().__init__()
        self.links, self.places = set(), set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        """Store the target of the tag's link, and the tag's own id or name."""
        for name, value in attrs:
            if name in ("href", "src") and value:
                self.links.add(value)
            elif name in ("id", "name"):
                self.places.add(value)


def broken(pages):
    """Yield the path of a page and a broken link in it; ``pages`` maps paths to pages."""
    for path, page in pages.items():
        for link in sorted(page.links):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            place = unquote(parts.fragment)
            if not target.exists() or (
                place and target in pages and place not in pages[target].places
            ):
                yield path, link


def main(folder):
    # Files below _static belong to the theme, and some are templates.
    paths = [p for p in Path(folder).resolve().rglob("*.html") if "_static" not in p.parts]
    pages = {path: Page(path) for path in paths}
    if not pages:
        sys.exit(f"no pages in {folder}")
    failures = [f"{path}: {link}" for path, link in broken(pages)]
    print(*failures, f"{len(pages)} pages, {len(failures)} broken links", sep="\n")
    sys.exit(len(failures) > 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
