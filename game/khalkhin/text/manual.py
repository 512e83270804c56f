"""The rulebook for players: a page of text whose numbers and tables come from the rules tables.

The text is ``assets/rulebook.md``. ``{{supply.range}}`` stands for a number by its path in :class:`Rules`;
``{{table terrain}}`` for a table of rows, ``{{ladder combat.barrage}}`` for columns of strength and their results by
the die, ``{{shifts}}`` and ``{{traits}}`` for lists with explanations, ``{{numbers}}`` for every number there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from khalkhin import paths
from khalkhin.core.fog.contacts import UNKNOWN_TYPE
from khalkhin.core.model.rules import TRAITS, Rules

#: What each shift is for; one that is not explained here appears under its name.
SHIFTS: Mapping[str, str] = {
    "river": "half or more of the attack swims a river",
    "crossing": "half or more of the attack comes over a ford, pontoon or bridge",
    "stream": "half or more of the attack wades a stream",
    "escarpment": "half or more of the attack climbs an escarpment",
    "entrenchment": "for each level of the defender's entrenchment",
    "combined_arms": "infantry and armour attack together",
    "unsupported_armour": "armour alone attacks entrenched infantry",
    "overrun": "armour attacks by day, in open ground, nothing that could stop it",
    "anti_tank": "half or more of the attack is armour and meets anti-tank guns",
    "night": "any attack by night",
    "close_assault": "by night, half or more of the attackers are trained for it (over and above the night)",
    "attacker_unsupplied": "half or more of the attackers are short of supplies",
    "ammunition": "half or more of the attackers are fed, but their stores have no ammunition for them",
    "defender_unsupplied": "the defender is unsupplied",
    "defender_isolated": "the defender is isolated",
    "leader": "a leader is near enough, for his side",
    "flanked": "attacked from three sides, or from two opposite ones",
    "surrounded": "the defender has no way to retreat",
    "surprise": "the scenario says that this side has surprise",
    "coordination": "two or more attackers, all within reach of a headquarters of theirs",
    "set_piece": "a set-piece assault, bought with HQ points",
    "quality": "for each grade by which the better troops differ, two at most",
}
#: Columns of tables that say nothing to a player.
HIDDEN = frozenset({"id", "symbol"})
_PLACE = re.compile(r"\{\{([a-z_. ]+)\}\}")


def page(rules: Rules, template: str | None = None) -> str:
    """The rulebook for some rules. Raises: KeyError for a place in the template that names nothing."""
    text = template if template is not None else (paths.assets_dir() / "rulebook.md").read_text("utf-8")
    return _PLACE.sub(lambda found: _fill(rules, found[1].strip()), text)


def _fill(rules: Rules, what: str) -> str:
    match what.split():
        case ["table", "unit_types"]:
            return _rows({k: v for k, v in rules.unit_types.items() if k != UNKNOWN_TYPE})
        case ["table", path]:
            return _rows(_find(rules, path))
        case ["ladder", path]:
            return _ladder(_find(rules, f"{path}columns"), _find(rules, f"{path}results"))
        case ["odds"]:
            return ", ".join(f"{a}:{d}" for a, d in rules.combat.columns)
        case ["shifts"]:
            rows = [(name, SHIFTS.get(name, ""), f"{n:+d}") for name, n in rules.combat.shifts.items()]
            return _grid(("shift", "when", "columns"), [(_words(n), why, value) for n, why, value in rows])
        case ["traits"]:
            used = {t for u in rules.unit_types.values() for t in u.traits}
            return "\n".join(f"- **{name}**: {text}." for name, text in TRAITS.items() if name in used)
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
        return {"": key, "value": _plain(row)}
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
    header = ["strength", *(str(n) for n in range(1, faces + 1))]
    return _grid(header, [[f"{need} or more", *map(str, row)] for need, row in zip(columns, results, strict=True)])


def _numbers(rules: Rules) -> str:
    """Every number that is not part of a table of rows, section by section."""
    out = []
    for section in fields(rules):
        value = getattr(rules, section.name)
        if is_dataclass(value):
            rows = [(_words(f.name), _plain(getattr(value, f.name))) for f in fields(value) if _short(value, f.name)]
            out.append(f"**{_words(section.name).capitalize()}**\n\n{_grid(('number', 'value'), rows)}")
    return "\n\n".join(out)


def _short(section: Any, name: str) -> bool:
    """Whether a field is a number or a few of them, not a table printed elsewhere."""
    value = getattr(section, name)
    if isinstance(value, Mapping):
        return name not in ("shifts", "luck")
    return not (isinstance(value, tuple) and any(isinstance(v, tuple) or is_dataclass(v) for v in value))


def _grid(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _plain(value: Any) -> str:
    """A value as a player reads it."""
    match value:
        case Enum():
            return value.name.lower()
        case Mapping():
            pairs = (f"{k}: {v:+d}" if isinstance(k, int) else f"{_plain(k)} {_plain(v)}" for k, v in value.items())
            return ", ".join(pairs) or "–"
        case frozenset():
            return ", ".join(sorted(map(_plain, value))) or "–"
        case tuple():
            return ", ".join(map(_plain, value)) or "–"
    return str(value)


def _words(name: str) -> str:
    return name.replace("_", " ")
