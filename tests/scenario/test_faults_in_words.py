"""What is said of faults goes through the translation, message and cure, whatever is wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from khalkhin import translation

from tests.scenario.maker import write
from tests.scenario.test_story import story

pytestmark = pytest.mark.usefixtures("rules_read_once")

FAULTS: list[dict[str, Any]] = [
    fault
    for file in ("faults.toml", "storyfaults.toml")
    for fault in tomllib.loads((Path(__file__).parent / file).read_text(encoding="utf-8"))["fault"]
]


@pytest.fixture(autouse=True)
def pseudo() -> Iterator[None]:
    translation.use(translation.Pseudo())
    yield
    translation.begin()


@pytest.mark.parametrize("fault", FAULTS, ids=[f["name"] for f in FAULTS])
def test_a_fault_is_told_in_the_language_of_the_texts(tmp_path: Path, fault: dict[str, Any]) -> None:
    files = write(tmp_path)
    if "text" in fault:
        story(files, fault["text"])
    else:
        files.change(fault["file"], fault["old"], fault["new"])
    found = files.issues()
    assert found
    for issue in found:
        for text in filter(None, (issue.message, issue.hint)):
            assert text.startswith("«") or text.endswith("»"), issue  # a model's message has its cure in it
        assert "warning: " not in str(issue)
