"""Show every template with sample contexts on http://127.0.0.1:8090/<name>: python ui/preview.py (from the project's root)."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.look import office  # noqa: E402  (the project's root must be on the path first)

if __name__ == "__main__":
    office.create().run(port=8090, debug=False)
