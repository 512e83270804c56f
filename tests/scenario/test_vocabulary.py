"""Words and marks of the timeline: every condition and effect has them, and reading and reference follow from them."""

from __future__ import annotations

import dataclasses
import typing
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import pytest
from khalkhin.core.timeline import condition_kinds as c
from khalkhin.core.timeline import effect_kinds as e
from khalkhin.core.timeline.written import Bound, Given, HexesOf, Number, OneOf, Ref, Units, Vocabulary, marked
from khalkhin.scenario.timeline import reference, words
from khalkhin.scenario.timeline.words import keys_of
from pydantic import ValidationError

DOCS = Path(__file__).parents[2] / "docs" / "modding" / "timeline.md"
KINDS = [*typing.get_args(c.Condition), *typing.get_args(e.Effect)]
WORDS = [*c.condition.words, *e.effect.words]


def test_the_page_in_docs_is_what_the_command_prints() -> None:
    assert DOCS.read_text("utf-8") == reference.page(), (
        "run: python -m khalkhin.scenario.timeline.reference > docs/modding/timeline.md"
    )


def test_every_kind_has_a_word_and_every_word_a_kind() -> None:
    for union, vocabulary, module in ((c.Condition, c.condition, c), (e.Effect, e.effect, e)):
        kinds = {word.kind for word in vocabulary.words}
        assert kinds == set(typing.get_args(union))
        assert kinds == {
            k for k in vars(module).values() if dataclasses.is_dataclass(k) and k.__module__ == module.__name__
        }
        assert any(not word.opposite for word in vocabulary.words)


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.__name__)
def test_every_field_says_how_it_is_written(kind: Any) -> None:
    fields = marked(kind)
    assert [f.name for f in fields] == [f.name for f in dataclasses.fields(kind)]
    assert all(keys_of(f) or isinstance(f.mark, Given | HexesOf) for f in fields)


@pytest.mark.parametrize("word", WORDS, ids=lambda w: w.key)
def test_every_word_and_key_is_in_the_reference(word: Any) -> None:
    page = reference.page()
    half = page.split("## Effects")[word in e.effect.words]
    entry = half.split(f"### `{word.key}`\n")[1].split("\n###")[0]
    keys = [key for f in marked(word.kind) for key in keys_of(f)]
    assert word.bare or all(f"`{key}`" in entry and key in entry.splitlines()[1] for key in keys)
    docs = " ".join((word.kind.__doc__ or "").split())
    assert docs and (word.opposite or docs in entry)


def test_a_field_without_a_mark_is_refused() -> None:
    @dataclass(frozen=True)
    class Bare:
        side: str

    with pytest.raises(TypeError, match=r"Bare.side has no mark"):
        marked(Bare)


def test_a_new_kind_is_read_and_explained_from_its_class_alone() -> None:
    condition = Vocabulary()

    @condition("muddy", either=("store", "units"))
    @dataclass(frozen=True)
    class Muddy:
        """The ground is soft."""

        depth: Annotated[int, Number(1, 9)]
        kind: Annotated[str, OneOf(("mud", "sand"))] = "mud"
        store: Annotated[str, Ref("store")] = ""
        units: Annotated[tuple[str, ...], Units()] = ()
        least: Annotated[int, Bound("at_least")] = 0
        most: Annotated[int, Bound("at_most")] = -1

    model = words._worded("Condition", "word", condition.words)
    row = model.model_validate({"muddy": {"depth": 3, "formation": "Any", "at_least": 2}})
    assert row.word == "muddy" and (row.value.depth, row.value.kind, row.value.formation) == (3, "mud", "Any")
    for bad in (
        {"depth": 10, "store": "Depot", "at_most": 2},
        {"depth": 3, "store": "Depot", "unit": "a", "at_most": 2},
        {"depth": 3, "at_most": 2},
        {"depth": 3, "store": "Depot"},
        {"depth": 3, "store": "Depot", "kind": "ice", "at_most": 2},
        {"store": "Depot", "at_most": 2},
        {"depth": 3, "store": "Depot", "at_most": 2, "hex": 4},
    ):
        with pytest.raises(ValidationError):
            model.model_validate({"muddy": bad})
    shape = "{ store or unit or units or formation, depth, (kind), (at_least), (at_most) }"
    lines = "\n".join(reference._entry(condition.words, condition.words))
    assert f"`{{ muddy = {shape} }}`" in lines and "The ground is soft." in lines
    assert "- `depth`: a whole number from 1 to 9" in lines
