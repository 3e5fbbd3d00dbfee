"""``python -m ufork`` is ``ufork``."""

import sys

from ufork.cli import main

sys.exit(main())
