"""What players read is plain: no abbreviation of the trade stands in it, and no sign language that must be known."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import khalkhin
import pytest
from khalkhin.paths import assets_dir, maps_dir

ROOT = Path(khalkhin.__file__).parent
#: Rooms whose messages a player reads in the window. What makers of scenarios and measurers read is not here.
ROOMS = ("text", "ui", "play/session", "play/campaign", "play/lessons", "play/report")
MAKERS = ("text/measured",)
#: What must be known before it can be read.
JARGON = re.compile(
    r"\b(?:SP|MP|VP|ZOC|CRT|LOC|OOB|AFV|DRM|EZOC|TOE|\d+[sS]P|CP|AP)\b"  # abbreviations
    r"|\{\w+\}s\b"  # 1s
)
#: In messages only: of whom? (The texts of scenarios speak of the account where they have told which it is.)
WHOSE = re.compile(r"\b[Tt]he account\b")


@cache
def collected() -> tuple[tuple[str, int, str, tuple[str, ...]], ...]:
    """Every call that marks messages, in all rooms: its file and line, the function, and the messages."""
    found = []
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS:
                given = node.args[: KINDS[node.func.id]]
                said = tuple(g.value for g in given if isinstance(g, ast.Constant) and isinstance(g.value, str))
                found.append((name, node.lineno, node.func.id, said))
    return tuple(found)


def messages() -> Iterator[tuple[str, str]]:
    """Every message that is collected for translation, with its place."""
    for name, line, _kind, said in collected():
        if name.startswith(ROOMS) and not name.startswith(MAKERS):
            for message in said:
                yield f"{name}:{line}", message


#: Functions that mark messages, and how many they are given.
KINDS = {"_": 1, "N_": 1, "ngettext": 2, "plural": 2}


def texts() -> Iterator[tuple[str, str]]:
    """The rulebook, and what scenarios, lessons and the campaign say (comments are for their makers)."""
    yield "rulebook.md", (assets_dir() / "rulebook.md").read_text(encoding="utf-8")
    for path in sorted(maps_dir().rglob("*.toml")):
        said = path.read_text(encoding="utf-8").splitlines()
        yield path.name, "\n".join(re.sub(r"(^|\s)#.*", "", line) for line in said)


def jargon(text: str) -> list[str]:
    """The words of a text that must be known before it can be read."""
    return [found[0] for found in JARGON.finditer(re.sub(r"\{\{.*?\}\}", "", text))]


def test_messages_are_collected() -> None:
    assert len(list(messages())) > 1500


def test_no_message_is_jargon() -> None:
    assert [f"{place}: {text}" for place, text in messages() if jargon(text) or WHOSE.search(text)] == []


def test_no_text_of_the_game_is_jargon() -> None:
    assert [(name, found) for name, text in texts() if (found := jargon(text))] == []


#: Numbers of things, by the names that their places have, with the things.
COUNTED = re.compile(r"\{(?:n|errors|warnings|orders|pictures|fighters|bombers|battles|total|all)\} [a-z]+s\b")
#: What stands in messages whose number is never one: a limit, a rule, an average, several by nature.
NEVER_ONE = (
    "{n} less", "waits for {n} things", "points at {n} things", "it lasts {n} seconds", "is {n} characters long",
    "has {n} objects", "the map has {n} hexes", "the line has {n} points", "An escort helps from {n} fighters.",
    "{n} of {all} hexes", "{hex}: {n} ", "in the last {n} turns", "further than {n} hexes", "orders given together",
    "{n} units picked", "{n} of {total} units to", "shelled {n} times", "hit {n} of {total} times",
    "{percent} % of the turns",
)  # fmt: skip


def test_numbers_of_things_have_a_form_for_one() -> None:
    """Not "1 errors": a message with a number and things is said by `ngettext`, in all rooms."""
    assert [
        f"{name}:{line}: {text}"
        for name, line, kind, said in collected()
        if kind in ("_", "N_")
        for text in said
        if COUNTED.search(text) and not any(part in text for part in NEVER_ONE)
    ] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It has 3 MP left.", ["MP"]),
        ("14 SP lie there", ["SP"]),
        ("you −1 {n}s, they −2", ["{n}s"]),
        ("A Spanish MPower of two points", []),
    ],
)
def test_jargon_is_found(text: str, found: list[str]) -> None:
    assert jargon(text) == found
