"""A campaign of three small battles as files in a home of its own, for tests that play it or break it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from khalkhin.scenario import campaigns

from tests.scenario import maker

CAMPAIGN = """\
title = "A small war, August 1939"
description = "Three battles for a bridge."

[introductions]
soviet = "The bridge is yours."
japanese = "The bridge is theirs."

[[stages]]
id = "one"
scenario = "small"
at = [597, 604]
[[stages.next]]
to = "epilogue"
if = [ { held = { "Nomonhan" = "soviet" } } ]
text = "Nomonhan has fallen."
[[stages.next]]
to = "two"
text = "Both sides send for more men."

[[stages]]
id = "two"
scenario = "small_two"
at = [87, 450]
replacements = 50
[[stages.next]]
to = "three"
text = "It rains."

[[stages]]
id = "three"
scenario = "small_three"
at = [608, 639]
stock_from = "two"
stock_usual = { soviet = 30 }
[[stages.next]]
to = "epilogue"
text = "A cease-fire is signed."

[[epilogues]]
title = "A short war"
source = "A24"
if = [ { held = { "Nomonhan" = "soviet" } } ]
text = "It was over at once."

[[epilogues]]
title = "A drawn border"
source = "A24"
text = "The line was drawn where the guns had stopped."
"""


@dataclass(frozen=True)
class War:
    """The files of the campaign."""

    home: Path

    @property
    def saves(self) -> Path:
        return self.home / "saves"

    @property
    def file(self) -> Path:
        return self.home / "campaign.toml"

    def change(self, old: str, new: str, scenario: str = "") -> None:
        """Replace a text in the campaign's file, or in a scenario's table."""
        path = self.home / "maps" / scenario / "scenario.toml" if scenario else self.file
        maker.exchange(path, old, new)

    def journals(self) -> list[Path]:
        return sorted(self.saves.glob("*.journal"))


def make(home: Path, monkeypatch: pytest.MonkeyPatch) -> War:
    """Write the campaign and its scenarios, and let the game find no other."""
    monkeypatch.setenv("KHALKHIN_HOME", str(home))
    files = maker.write(home)
    files.change("toml", "turns = 6", "turns = 3")
    files.change("toml", 'weather = [ { turns = [3, 4], weather = "rain" } ]', "")
    for name in ("two", "three"):
        shutil.copytree(files.folder, home / "maps" / f"small_{name}")
        table = home / "maps" / f"small_{name}" / "scenario.toml"
        table.write_text(
            table.read_text(encoding="utf-8").replace('"Small scenario"', f'"Small scenario {name}"'), encoding="utf-8"
        )
    war = War(home)
    war.file.write_text(CAMPAIGN, encoding="utf-8")
    monkeypatch.setattr(campaigns, "FILE", str(war.file))
    return war
