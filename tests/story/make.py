"""Writes docs/facts.md anew, from the scenarios and what the tests of this folder say that they show.

python -m tests.story.make
"""

from __future__ import annotations

from tests.story.table import PAGE, page

if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE)
