"""The rulebook as chapters of plain blocks, for a screen: the same text that `khalkhin rulebook` prints, without its
marks. And where in it a refusal or a modifier of the assault is explained."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from khalkhin.core.combat.modifiers import Section
from khalkhin.core.model.rules import Rules
from khalkhin.core.refusals import RefusalCode as R
from khalkhin.text import manual
from khalkhin.translation import _

#: Columns of a table that stand side by side on the screen; of more a row is told in words.
FEW = 5
_LINK = re.compile(r"\[([^\]]+)\]\(#([^)]+)\)")
_MARKS = re.compile(r"\*\*|(?<!\w)\*(?=\w)|(?<=[\w.…])\*(?!\w)|`")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a point of a list (with its `bullet`), or a row of a table (with its `cells`; `head` is its first):
    its words, and the chapter that its first link leads to."""

    text: str
    bullet: str = ""
    leads: str = ""
    cells: tuple[str, ...] = ()
    head: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter by its key, as links name it."""

    key: str
    title: str
    blocks: tuple[Block, ...]


def source(rules: Rules) -> str:
    """The whole rulebook as it is printed. Raises: NoRulebook."""
    return manual.page(rules)


def key_of(title: str) -> str:
    """The key of a chapter, as links name it.

    >>> key_of("Sight and fog")
    'sight-and-fog'
    """
    return "".join(c for c in title.lower().replace(" ", "-") if c.isalnum() or c == "-")


def chapters(rules: Rules) -> tuple[Chapter, ...]:
    """All chapters in their order; what stands before the first has the title of the page, without its contents.
    Raises: NoRulebook."""
    out: list[Chapter] = []
    title, lines = "", list[str]()
    for line in [*_COMMENT.sub("", source(rules)).split("\n"), "## "]:
        if not line.startswith(("# ", "## ")):
            lines.append(line)
            continue
        if title:
            out.append(Chapter(key_of(title), title, tuple(_blocks(lines))))
        title, lines = line.lstrip("# ").strip(), []
    if not out:
        raise manual.NoRulebook(_("it has no chapters"))
    return tuple(out)


def _blocks(lines: list[str]) -> Iterator[Block]:
    """The blocks of a chapter: lines that belong together are joined; a list of links to the chapters is left out."""
    kept: list[str] = []
    head: list[str] | None = None
    for line in [*lines, ""]:
        if line.startswith("|"):
            yield from _joined(kept)
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if all(set(cell) <= {"-"} and cell for cell in cells):
                continue
            first, head = head is None, cells if head is None else head
            if not first or (any(cells) and len(cells) <= FEW):
                yield _row(cells, head, first=first)
            continue
        head = None
        if not line.strip() or re.match(r"- |\d+\. ", line):
            yield from _joined(kept)
        if line.strip():
            kept.append(line.strip())
    yield from _joined(kept)


def _joined(kept: list[str]) -> Iterator[Block]:
    text = " ".join(kept)
    kept.clear()
    if not text or re.fullmatch(r"- \[[^\]]+\]\(#[^)]+\)", text):
        return
    found = re.match(r"(-|\d+\.) (.*)", text)
    bullet, text = ("•" if found[1] == "-" else found[1], found[2]) if found else ("", text)
    link = _LINK.search(text)
    yield Block(_plain(text), bullet, link[2] if link else "")


def _row(cells: list[str], head: list[str], *, first: bool) -> Block:
    """A row of a table. One with many columns is told in words, each figure with its column's name."""
    link = _LINK.search(" ".join(cells))
    cells = [_plain(cell) for cell in cells]
    if len(cells) > FEW:
        names = [_plain(name) for name in head]
        said = ", ".join(f"{name} {cell}" for name, cell in zip(names[1:], cells[1:], strict=False) if cell != "–")
        return Block(f"{cells[0]}: {said}", "•", link[2] if link else "")
    return Block("  ".join(cells), "", link[2] if link else "", tuple(cells), head=first)


def _plain(text: str) -> str:
    """Text without its marks."""
    return _MARKS.sub("", _LINK.sub(r"\1", text))


def found(chapters: tuple[Chapter, ...], words: str) -> Iterator[tuple[Chapter, int]]:
    """The chapter and number of each block in which all of some words stand, or the beginning of them."""
    wanted = words.lower().split()
    for chapter in chapters:
        for i, block in enumerate(chapter.blocks):
            text = f"{chapter.title} {block.text}".lower() if i == 0 else block.text.lower()
            if wanted and all(word in text for word in wanted):
                yield chapter, i


# -- where things are explained ----------------------------------------------------------------------------------

#: Keys of chapters by the section that a modifier names.
SECTIONS: Mapping[Section, str] = {
    Section.GROUND: "ground-and-movement",
    Section.RIVERS: "rivers-crossings-and-engineers",
    Section.ASSAULT: "the-assault",
    Section.SUPPLY: "supply",
    Section.HQ: "headquarters",
    Section.NIGHT: "night-and-weather",
    Section.BATTLE: "a-battle",
    Section.LEVELS: "levels",
}

_REFUSALS: Mapping[str, tuple[R, ...]] = {
    "a-battle": (
        R.OVER,
        R.NO_UNIT,
        R.NOT_YOURS,
        R.OFF_MAP,
        R.OFF_BOARD,
        R.NO_HEXSIDE,
        R.HELD,
        R.AREA_CLOSED,
        R.MISSION_FORBIDDEN,
        R.NO_CHOICE,
        R.NO_ANSWER,
        R.CHOICE_WAITS,
    ),
    "units": (R.SUPPRESSED, R.COMBAT_UNIT_THERE, R.SUPPORT_UNIT_THERE),
    "ground-and-movement": (
        R.MOVE_FOUGHT,
        R.NO_MP,
        R.SAME_HEX,
        R.ENEMY_THERE,
        R.IMPASSABLE,
        R.OUT_OF_REACH,
    ),
    "pockets": (R.NO_EXIT,),
    "the-assault": (
        R.NO_ATTACKERS,
        R.NAMED_TWICE,
        R.ONLY_COLUMNS,
        R.NOTHING_SEEN,
        R.NO_ASSAULT_UNIT,
        R.ASSAULT_FOUGHT,
        R.NOT_ADJACENT,
        R.ASSAULT_MP,
        R.NO_WAY_ACROSS,
        R.ONLY_BREAKOUT,
        R.SUPPORT_LEADS,
        R.NO_SUPPORT_LEFT,
    ),
    "guns": (
        R.NO_GUNS,
        R.STANDS_BY,
        R.GUNS_FIRED,
        R.GUNS_MOVED,
        R.GUNS_UNSUPPLIED,
        R.SILENCED,
        R.RANGE,
        R.NO_AIM,
        R.NO_STANDBY,
        R.NO_STANDBY_MISSION,
        R.NOTHING_TO_SHELL,
        R.SHELL_FORD,
        R.SHELL_DESTROYED,
        R.SHELL_OWN,
        R.SHELL_RANGE,
    ),
    "supply": (R.NO_STORE, R.STORE_LOST, R.AMMUNITION, R.AMMUNITION_FOR_ALL),
    "rivers-crossings-and-engineers": (
        R.NO_ENGINEERS,
        R.WORK_NOT_BESIDE,
        R.NO_TASK,
        R.AT_IT,
        R.WORK_FOUGHT,
        R.FAR_BANK,
        R.NO_CROSSING,
        R.ENEMY_CROSSING,
        R.WORK_FORD,
        R.UNHARMED,
        R.NOT_A_PONTOON,
        R.NOT_TAKEN_OVER,
        R.DAMAGED,
        R.CHARGES_LAID,
        R.NOTHING_TO_MINE,
        R.SITE_TAKEN,
        R.SITE_WRECKED,
        R.NO_WATER,
        R.LEADS_NOWHERE,
        R.NO_JOB,
        R.NOTHING_TO_BLOW,
        R.BLOW_NOT_BESIDE,
        R.BLOW_FORD,
        R.BLOW_DESTROYED,
        R.NO_HANDS,
        R.BLOW_FOUGHT,
        R.NO_CHARGES,
    ),
    "trucks": (
        R.NO_COLUMN,
        R.STAFF_DRIVES,
        R.NO_DEPOT,
        R.NO_PRIORITY,
        R.SAME_PRIORITY,
        R.NOTHING_TO_LOAD,
        R.NO_HAUL_END,
        R.SAME_HAUL,
        R.NO_HAUL_WAY,
        R.LOAD_NO_STORE,
        R.LOAD_MP,
        R.LOAD_ROOM,
        R.LOAD_STOCK,
        R.UNLOAD_MP,
        R.UNLOAD_CARGO,
    ),
    "aircraft": (
        R.SUPPORT_AT_NIGHT,
        R.SUPPORT_SORTIES,
        R.NO_AIR_MISSION,
        R.NO_SORTIE,
        R.FLY_AT_NIGHT,
        R.SORTIES,
        R.NO_AIRFIELD,
        R.OWN_AIRFIELD,
        R.NOTHING_TO_BOMB,
        R.BOMB_FORD,
        R.BOMB_OWN,
        R.AIM_AT_AIRFIELD,
        R.AIM_AT_CROSSING,
        R.AIM_AT_HEX,
    ),
    "headquarters": (
        R.SET_PIECE_GUNS,
        R.SET_PIECE_MOVED,
        R.HQ_POINTS,
        R.HURRY_COLUMN,
        R.HURRY_MOVED,
        R.HURRIED,
        R.WORN_OUT,
        R.FED,
        R.NOTHING_TO_SEND,
        R.NO_FOG,
        R.DECOY_TERRAIN,
        R.DECOY_TWICE,
        R.DECOY_OWN,
        R.DECOY_FAR,
        R.DECOY_NEAR,
    ),
}
#: The key of the chapter that explains a refusal.
REFUSALS: Mapping[R, str] = {code: key for key, codes in _REFUSALS.items() for code in codes}
