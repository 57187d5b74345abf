"""`python -m temoin` is `temoin`."""

import sys

from temoin.cli import main

__all__: list[str] = []

sys.exit(main())
