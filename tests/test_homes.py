"""No test finds what another has left in the player's folders, whatever their order."""

from __future__ import annotations

from pathlib import Path

import pytest
from khalkhin import paths
from khalkhin.play import first_look


@pytest.mark.parametrize("time", ["first", "again"])
def test_a_test_begins_in_folders_of_its_own(own_home: Path, time: str) -> None:
    assert not own_home.exists() and not first_look.any_battles()
    paths.saves_dir().mkdir(parents=True)
    (paths.saves_dir() / "left.journal").write_text("{}", "utf-8")
    assert own_home in paths.saves_dir().parents and first_look.any_battles()
