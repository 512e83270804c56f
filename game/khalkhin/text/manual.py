"""The rulebook for players: a page of text whose numbers and tables come from the rules tables.

The text is ``assets/rulebook.md``. ``{{supply.range}}`` stands for a number by its path in :class:`Rules`;
``{{table terrain}}`` for a table of rows, ``{{ladder combat.barrage}}`` for columns of strength and their results by
the die, ``{{endurance short}}`` for the turns until a supply state, ``{{shifts}}`` and ``{{traits}}`` for lists with
explanations, ``{{numbers}}`` for every number there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from khalkhin import paths
from khalkhin.core.combat.modifiers import MODIFIERS, Modifier
from khalkhin.core.fog.contacts import UNKNOWN_TYPE
from khalkhin.core.model.rules import Rules
from khalkhin.text.kinds import TRAITS, trait, trait_name
from khalkhin.text.modifiers import heading, when
from khalkhin.translation import _

#: Columns of tables that say nothing to a player.
HIDDEN = frozenset({"id", "symbol"})
_PLACE = re.compile(r"\{\{([a-z_. ]+)\}\}")


class NoRulebook(Exception):
    """The text of the rulebook is gone or damaged; a sentence says so, and what to do."""

    def __init__(self, why: str) -> None:
        told = _("The rulebook cannot be read ({file}: {why}). Install the game again.")
        super().__init__(told.format(file=_file(), why=why))


def _file() -> Path:
    return paths.assets_dir() / "rulebook.md"


def page(rules: Rules) -> str:
    """The rulebook for some rules. Raises: NoRulebook."""
    try:
        text = _file().read_text("utf-8")
        if not text.strip():
            raise NoRulebook(_("it is empty"))
        return filled(rules, text)
    except OSError as error:
        raise NoRulebook(error.strerror or str(error)) from error
    except UnicodeError as error:
        raise NoRulebook(_("it is no text")) from error
    except KeyError as error:
        raise NoRulebook(_("{name} is no figure of the rules").format(name=repr(error.args[0]))) from error


def filled(rules: Rules, template: str) -> str:
    """A text with the figures of some rules. Raises: KeyError for a place in it that names nothing."""
    return _PLACE.sub(lambda found: _fill(rules, found[1].strip()), template)


def _fill(rules: Rules, what: str) -> str:
    match what.split():
        case ["table", "unit_types"]:
            return _rows({k: v for k, v in rules.unit_types.items() if k != UNKNOWN_TYPE})
        case ["table", path]:
            return _rows(_find(rules, path))
        case ["ladder", path]:
            return _ladder(_find(rules, f"{path}.columns"), _find(rules, f"{path}.results"))
        case ["endurance", state]:
            return _endurance(rules, state)
        case ["odds"]:
            return ", ".join(f"{a}:{d}" for a, d in rules.combat.columns)
        case ["shifts"]:
            return _shifts(rules)
        case ["traits"]:
            used = {t for u in rules.unit_types.values() for t in u.traits}
            return "\n".join(f"- **{trait_name(name)}**: {trait(name)}." for name in TRAITS if name in used)
        case ["numbers"]:
            return _numbers(rules)
        case [path]:
            return _plain(_find(rules, path))
    raise KeyError(what)


def _find(rules: Rules, path: str) -> Any:
    value: Any = rules
    for name in path.split("."):
        if isinstance(value, Mapping):
            value = value[name]
        elif is_dataclass(value) and name in {f.name for f in fields(value)}:
            value = getattr(value, name)
        else:
            raise KeyError(path)
    return value


# ------------------------------------------------------------------ tables


def _shifts(rules: Rules) -> str:
    """Every modifier of the assault: when it applies, its figure, and where more is said of it."""
    rows = []
    for m in MODIFIERS:
        title = heading(m.section)
        link = "".join(c for c in title.lower().replace(" ", "-") if c.isalnum() or c == "-")
        found = ", ".join(f"{m.sign * n:+d}" for n in figures(rules, m))
        rows.append((_words(m.id), when(m.id), found, f"[{title}](#{link})"))
    return _grid((_("shift"), _("when"), _("columns"), _("more")), rows)


def _endurance(rules: Rules, state: str) -> str:
    """The turns without supplies until a supply state, by its name; from the fewest to the most, where types differ."""
    if state not in rules.supply.states[1:]:
        raise KeyError(state)
    place = rules.supply.states.index(state) - 1
    turns = {u.endurance[place] for key, u in rules.unit_types.items() if key != UNKNOWN_TYPE}
    return "–".join(str(n) for n in sorted({min(turns), max(turns)}))


def figures(rules: Rules, modifier: Modifier) -> list[int]:
    """A modifier's figure in the tables; where it depends on what is there, those that it may be."""
    table, star, name = modifier.figure.partition(".*.")
    if not star:
        return [_find(rules, table)]
    return sorted({getattr(row, name) for row in _find(rules, table).values()} - {0})


def _rows(rows: Mapping[Any, Any] | Sequence[Any]) -> str:
    """A table with a row for each entry and a column for each of its fields."""
    if not isinstance(rows, Mapping):
        rows = {str(n): row for n, row in enumerate(rows, 1)}
    made = [_cells(_plain(key), row) for key, row in rows.items()]
    columns = list(dict.fromkeys(name for row in made for name in row))
    # A name of its own says more than a key.
    if "name" in columns:
        columns = ["name", *(c for c in columns if c not in ("", "name"))]
    return _grid([_words(c) for c in columns], [[row.get(c, "–") for c in columns] for row in made])


def _cells(key: str, row: Any) -> dict[str, str]:
    """An entry's cells by column; what depends on mobility has a column for each."""
    if not is_dataclass(row):
        return {"": key, _("value"): _plain(row)}
    cells = {"": key}
    for field in fields(row):
        value = getattr(row, field.name)
        if field.name in HIDDEN:
            continue
        if isinstance(value, Mapping):
            cells |= {_plain(k): _plain(v) for k, v in value.items()}
        else:
            cells[field.name] = _plain(value)
    return cells


def _ladder(columns: Sequence[int], results: Sequence[Sequence[int]]) -> str:
    """Results by the die for each column of strength."""
    faces = max(map(len, results), default=0)
    header = [_("strength"), *(str(n) for n in range(1, faces + 1))]
    return _grid(
        header,
        [[_("{need} or more").format(need=need), *map(str, row)] for need, row in zip(columns, results, strict=True)],
    )


def _numbers(rules: Rules) -> str:
    """Every number that is not part of a table of rows, section by section."""
    out = []
    for section in fields(rules):
        value = getattr(rules, section.name)
        if is_dataclass(value):
            rows = [(_words(name), text) for name, text in _section(value)]
            out.append(f"**{_words(section.name).capitalize()}**\n\n{_grid((_('number'), _('value')), rows)}")
    return "\n\n".join(out)


def _section(section: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """Name and value of the numbers of a section and of those inside it; tables that are printed elsewhere left out."""
    for field in fields(section):
        value, name = getattr(section, field.name), f"{before}{field.name}"
        if is_dataclass(value):
            yield from _section(value, f"{name} ")
        elif _short(value, field.name):
            yield name, _plain(value)


def _short(value: Any, name: str) -> bool:
    """Whether a field is a number or a few of them, or ratios, not a table printed elsewhere."""
    if isinstance(value, Mapping):
        return name not in ("shifts", "luck")
    rows = value if isinstance(value, tuple) else ()
    return not any(is_dataclass(row) or (isinstance(row, tuple) and len(row) != 2) for row in rows)


def _grid(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _plain(value: Any, inside: bool = False) -> str:
    """A value as a player reads it; a pair `inside` a list is a ratio."""
    match value:
        case Enum():
            return value.name.lower()
        case Mapping():
            pairs = (f"{k}: {v:+d}" if isinstance(k, int) else f"{_plain(k)} {_plain(v)}" for k, v in value.items())
            return ", ".join(pairs) or "–"
        case frozenset():
            return ", ".join(sorted(map(_plain, value))) or "–"
        case (int(a), int(b)) if inside:
            return f"{a}:{b}"
        case tuple():
            return ", ".join(_plain(v, True) for v in value) or "–"
    return str(value)


def _words(name: str) -> str:
    return name.replace("_", " ")
