"""Whatever stands for a value of the timeline, a table is read or its faults are told."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from khalkhin.scenario import catalog
from khalkhin.scenario.issues import Report
from khalkhin.scenario.tables.manifest import Manifest
from khalkhin.scenario.tables.toml_models import parse_mended, read_table

#: What nobody means: nothing, too little, too much, and things of other kinds.
MALFORMED: tuple[Any, ...] = ("", " ", 13, -1, 2.5, True, [], [13], [1, 2, 3], ["x", 1], {}, {"x": 1}, [[]], [{}])
Path = tuple[str | int, ...]


def places(value: Any, at: Path = ()) -> Iterator[Path]:
    """Where a value may be replaced by another one: each key and each item in it."""
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield (*at, key)
            yield from places(inner, (*at, key))


def shape(at: Path) -> Path:
    """A place without the numbers of its items: what is written in the same way is tried once."""
    return tuple(part for part in at if isinstance(part, str))


@pytest.mark.parametrize("name", ["grazing_rights", "two_prongs", "road_from_borzya"])
def test_a_malformed_value_of_the_timeline_is_a_fault_and_no_more(name: str) -> None:
    table = read_table(catalog.locate(name) / "scenario.toml", Report())
    assert table is not None
    kinds: dict[Path, tuple[dict[str, Any], Path]] = {}
    for entry in table.data["timeline"]:
        for at in places(entry):
            kinds.setdefault(shape(at), (entry, at))
    # What may be written in two ways, and stands nowhere in the shipped battles.
    arrival = {"id": "arrival", "when": {"turn": 2}, "title": "T", "do": [{"reinforce": {"unit": "u", "at": [1, 1]}}]}
    kinds[("do", "reinforce", "at")] = arrival, ("do", 0, "reinforce", "at")
    for entry, at in kinds.values():
        for value in MALFORMED:
            changed = copy.deepcopy(entry)
            owner: Any = changed
            for part in at[:-1]:
                owner = owner[part]
            owner[at[-1]] = value
            report = Report()
            read = parse_mended(Manifest, table.instead({**table.data, "timeline": [changed]}), report)
            assert read is not None or report.issues, (at, value)
