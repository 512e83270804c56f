"""What tests of scenarios share."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from khalkhin import paths
from khalkhin.scenario import build
from khalkhin.scenario.issues import Report
from khalkhin.scenario.tables.rules_tables import RulesTables, read_rules


@cache
def _shipped() -> RulesTables | None:
    return read_rules(paths.rules_dir(), Report())


@pytest.fixture
def rules_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The game's own tables are the same for every small scenario; reading them is three quarters of reading one."""

    def same(folder: Path, report: Report) -> RulesTables | None:
        assert folder == paths.rules_dir()
        return _shipped()

    monkeypatch.setattr(build, "read_rules", same)
