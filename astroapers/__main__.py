"""``python -m astroapers`` is the command ``astroapers``."""

import sys

from astroapers.cli import main

if __name__ == "__main__":
    sys.exit(main())
