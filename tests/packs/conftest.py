"""What tests of packs share: the small scenario with its own tileset, nobody's language, and the game's tables."""

from __future__ import annotations

import functools
import os
from pathlib import Path

import pytest
from khalkhin import paths, translation
from khalkhin.scenario import build
from khalkhin.scenario.issues import Report
from khalkhin.scenario.tables import rules_tables
from khalkhin.scenario.tables.rules_tables import RulesTables

from tests.scenario.maker import Files, write

LANGUAGES = (translation.TEXTS, translation.VARIABLE, "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@functools.cache
def _shipped() -> RulesTables | None:
    return rules_tables.read_rules(paths.rules_dir(), Report())


@pytest.fixture(autouse=True)
def nobodys_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts are as they are written until a test says otherwise; the game's own tables are read once."""
    for name in LANGUAGES:
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    assert not any(name in os.environ for name in LANGUAGES)
    monkeypatch.setattr(build, "read_rules", lambda folder, report: _shipped())


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """The small scenario."""
    return write(tmp_path)
