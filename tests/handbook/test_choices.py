"""Where the handbook or a new scenario names the words that a key may have, it names all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args, get_origin

import pytest
from khalkhin.core.board.layout import Layout
from khalkhin.core.model.scenario import Manner
from khalkhin.scenario.making import new
from khalkhin.scenario.making.explained import EXPLAINED, MANNERS
from khalkhin.scenario.tables import manifest
from khalkhin.scenario.tables.toml_models import Model

from tests.maps.reading import ROOT

DOCS = sorted((ROOT / "docs" / "modding").glob("*.md"))


def choices() -> Iterator[tuple[str, str, frozenset[str]]]:
    """Model, key and words of every key of a scenario.toml that may have one of some words."""
    for name, model in vars(manifest).items():
        if isinstance(model, type) and issubclass(model, Model):
            for key, field in model.model_fields.items():
                if get_origin(field.annotation) is Literal:
                    yield name, key, frozenset(get_args(field.annotation))


def told(text: str, key: str) -> Iterator[str]:
    """The comments at a key, with those below them that go on."""
    lines = text.splitlines()
    for n, line in enumerate(lines):
        if found := re.match(rf'\s*{key} = "\w+"\s+#(.*)', line):
            rest = []
            for below in lines[n + 1 :]:
                if not re.match(r"\s{8,}#", below):
                    break
                rest.append(below)
            yield " ".join([found[1], *rest])


def words_in(text: str, words: frozenset[str]) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", text)) & words


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = new.create("made", tmp_path_factory.mktemp("home"), *new.USUAL, Layout())
    return (folder / "scenario.toml").read_text(encoding="utf-8")


def test_a_comment_that_names_words_of_a_key_names_all(made: str) -> None:
    texts = {"a new scenario.toml": made} | {path.name: path.read_text(encoding="utf-8") for path in DOCS}
    seen = set()
    for _model, key, words in choices():
        for place, text in texts.items():
            for comment in told(text, key):
                if len(words_in(comment, words)) > 1:
                    seen.add((place, key))
                    assert words_in(comment, words) == words, (place, key)
    assert {("a new scenario.toml", "manner"), ("a new scenario.toml", "posture"), ("maps.md", "manner")} <= seen


def test_an_explanation_that_names_words_of_a_key_names_all() -> None:
    for model, key, words in choices():
        assert words_in(EXPLAINED[model][key], words) in (frozenset(), words), (model, key)


def test_all_tell_the_manners_of_an_axis_in_the_same_words(made: str) -> None:
    assert set(MANNERS) == set(Manner)
    hints = Path(ROOT / "docs" / "modding" / "hints.md").read_text(encoding="utf-8")
    maps = Path(ROOT / "docs" / "modding" / "maps.md").read_text(encoding="utf-8")
    for manner, does in MANNERS.items():
        assert f"| `{manner}` | {does}" in hints
        assert re.search(rf"# {manner}(?: \(usual\))?: {re.escape(does)}$", made, re.M)
        assert re.search(rf"# {manner}(?: \(usual\))?: {re.escape(does)}$", maps, re.M)
