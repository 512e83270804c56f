"""Makes the files for Tiled: the project with its classes and drop-downs, the object types of Tiled 1.8, templates;
and the schemas for editors.

python maps/make/project.py
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "game")]

from khalkhin.scenario import load_rules  # noqa: E402
from khalkhin.scenario.making.project import OBJECT_TYPES, PROJECT, object_types, project  # noqa: E402
from khalkhin.scenario.making.schema import files as schemas  # noqa: E402
from khalkhin.scenario.making.templates import files as templates  # noqa: E402
from khalkhin.scenario.making.words import Words  # noqa: E402


def files() -> dict[str, str]:
    """Every file by its name in the folder of maps."""
    rules = load_rules()
    kit = {PROJECT: project(Words.of(rules)), OBJECT_TYPES: object_types(), **templates(rules)}
    return kit | {f"schemas/{name}": text for name, text in schemas().items()}


if __name__ == "__main__":
    for name, text in files().items():
        target = ROOT / "maps" / name
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")
