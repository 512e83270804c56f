"""The house keeps its laws: rooms import one way, nothing in circles, nothing late, no crowded folder, no words in the
rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests import house

Law = Callable[[Mapping[str, str]], Iterator[str]]
LAWS: tuple[Law, ...] = (
    house.circles,
    house.late_imports,
    house.wrong_rooms,
    house.wrong_layers,
    house.crowded,
    house.silent,
    house.long_winded,
    house.printers,
    house.sentences,
    house.double_names,
)


def test_the_list_of_shared_names_only_becomes_shorter() -> None:
    count = Counter(name for source in house.house().values() for name in house.facts(source).classes)
    assert {name: count[name] for name in house.SHARED_NAMES} == house.SHARED_NAMES


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_house_keeps_the_law(law: Law) -> None:
    assert list(law(house.house())) == []


def _sources(**files: str) -> dict[str, str]:
    return {name.replace("__", "."): source for name, source in files.items()}


# Long: a breach of each law.
@pytest.mark.parametrize(
    ("law", "files", "breach"),
    [
        (
            house.circles,
            _sources(khalkhin__core__a="import khalkhin.core.b", khalkhin__core__b="from khalkhin.core import a"),
            "a circle: khalkhin.core.a, khalkhin.core.b",
        ),
        (
            house.circles,
            _sources(
                khalkhin__core__a="from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n from khalkhin.core.b import B",
                khalkhin__core__b="from khalkhin.core.a import A",
            ),
            "a circle: khalkhin.core.a, khalkhin.core.b",
        ),
        (
            house.late_imports,
            _sources(khalkhin__play__a="def f():\n from khalkhin.play import b", khalkhin__play__b=""),
            "khalkhin.play.a imports khalkhin.play.b within a function",
        ),
        (
            house.wrong_rooms,
            _sources(khalkhin__core__a="from khalkhin.play.b import x", khalkhin__play__b=""),
            "khalkhin.core.a: core must not import khalkhin.play.b.x",
        ),
        (
            house.wrong_rooms,
            _sources(khalkhin__core__a="import random"),
            "khalkhin.core.a: core must not import random",
        ),
        (house.wrong_rooms, _sources(khalkhin__ai__a="import pygame"), "khalkhin.ai.a: ai must not import pygame"),
        (house.wrong_rooms, _sources(khalkhin__core__a="from . import b"), "khalkhin.core.a: write ..b in full"),
        (
            house.wrong_layers,
            _sources(khalkhin__ui__map__a="from khalkhin.ui.battle.b import x", khalkhin__ui__battle__b=""),
            "khalkhin.ui.map.a: map must not import khalkhin.ui.battle.b",
        ),
        (
            house.wrong_layers,
            _sources(khalkhin__ui__menus__a="import khalkhin.ui.battle.b", khalkhin__ui__battle__b=""),
            "khalkhin.ui.menus.a: menus must not import khalkhin.ui.battle.b",
        ),
        (house.wrong_layers, _sources(khalkhin__ui__new__a=""), "khalkhin.ui.new.a stands in no layer"),
        (
            house.crowded,
            {"khalkhin.core": "", **{f"khalkhin.core.m{i}": "" for i in range(house.MOST_FILES)}},
            "khalkhin.core has 25 files",
        ),
        (house.silent, _sources(khalkhin__core__a="x = 1"), "khalkhin.core.a has no docstring"),
        (
            house.long_winded,
            _sources(khalkhin__core__a="def f():\n" + " x = 1\n" * house.MOST_LINES),
            "khalkhin.core.a.f is longer than 60 lines and does not say why",
        ),
        (
            house.long_winded,
            _sources(khalkhin__core__a="# Long: it was.\ndef f():\n x = 1\n"),
            "khalkhin.core.a:1 says why nothing is long",
        ),
        (house.printers, _sources(khalkhin__cli__a="print(1)"), "khalkhin.cli.a prints past khalkhin.cli.console"),
        (
            house.double_names,
            _sources(**dict.fromkeys(("khalkhin__core__a", "khalkhin__ui__b"), "class Ground: ...\nclass _Own: ...")),
            "Ground is a class of khalkhin.core.a, khalkhin.ui.b: a word for each thing",
        ),
    ],
)
def test_each_law_finds_its_breach(law: Law, files: dict[str, str], breach: str) -> None:
    assert list(law(files)) == [breach]


def test_long_functions_of_the_tests_say_why_as_well() -> None:
    root = Path(__file__).parent
    sources = {str(path.relative_to(root)): path.read_text(encoding="utf-8") for path in root.rglob("*.py")}
    assert list(house.long_winded(sources)) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('x = "the enemy bars the way"', "'the enemy bars the way'"),
        ('x = f"{a} goes short: {b} has run dry."', "'{} goes short: {} has run dry.'"),
        ('x = f"{a} bars {b}"', "'{} bars {}'"),
        ('x = "Crossings"', "'Crossings'"),
        ('x = {"fragile": "one more hex of retreat"}', "'one more hex of retreat'"),
        ('x = f"""{f(\'is lost\')}"""', "'is lost'"),
        ('x = "{name} is."', "'{name} is.'"),
    ],
)
def test_words_in_the_rules_are_found(source: str, found: str) -> None:
    assert list(house.sentences(_sources(khalkhin__core__a=source))) == [f"khalkhin.core.a:1 has words: {found}"]


def test_what_is_nobodys_reading_is_left_alone() -> None:
    source = '''"""A docstring of the rules."""
__all__ = ["Order"]
CODE, FIGURE, FORM, SITE = "no-way-across", "combat.shifts.", "haul UNIT C,R to C,R", f"{1}-{2}"
class A:
    """What it is."""
    x: int
    """What is kept."""
    def __repr__(self):
        return f"<{self.x} to move>"
    def f(self):
        raise ValueError(f"the order {self.x} lacks its form")
'''
    assert list(house.sentences(_sources(khalkhin__core__a=source, khalkhin__text__b='x = "One may read it."'))) == []
    assert list(house.sentences(_sources(khalkhin__core__orders__a='x = f"exit {unit}"'))) == []


def test_the_window_is_imported_only_when_it_opens() -> None:
    for module, source in house.house().items():
        if module.startswith(("khalkhin.cli", "khalkhin.__main__")):
            early = [i.name for i in house.imports(source) if not i.late]
            assert not any(name.startswith(("khalkhin.ui", "pygame")) for name in early), module


def test_the_walk_sees_the_whole_house() -> None:
    assert {m.split(".")[1] for m in house.house() if "." in m} == set(house.MAY_IMPORT)
