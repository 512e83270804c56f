"""The figures of the rules stand in assets/rules and nowhere else."""

from __future__ import annotations

import dataclasses
import inspect
import shutil
import tomllib
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from khalkhin import paths
from khalkhin.core.model.rules import Rules
from khalkhin.scenario import ScenarioError, load, load_rules
from khalkhin.scenario.tables import rules_tables
from khalkhin.scenario.tables.toml_models import Model
from khalkhin.text.manual import filled

from tests.scenario.maker import write
from tests.scenarios import rules


def value_types(kind: Any) -> Iterator[type]:
    """The dataclasses that a type is made of, itself included."""
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        yield kind
        for hint in typing.get_type_hints(kind).values():
            yield from value_types(hint)
    for part in typing.get_args(kind):
        yield from value_types(part)


def tables() -> dict[str, Any]:
    """Every section of every file of rules, by its name."""
    out: dict[str, Any] = {}
    for path in sorted(paths.rules_dir().glob("*.toml")):
        sections = {k: v for k, v in tomllib.loads(path.read_text("utf-8")).items() if k != "usual"}
        assert not set(out) & set(sections), f"{path.name} says again what another file says"
        out |= sections
    out["unit_types"] = out.pop("units")
    return out


def _name(kind: type) -> str:
    return kind.__name__


KINDS: list[type] = sorted(set(value_types(Rules)), key=_name)


@pytest.mark.parametrize("kind", KINDS, ids=_name)
def test_no_figure_has_a_default_in_the_rules(kind: Any) -> None:
    for field in dataclasses.fields(kind):
        assert field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING, field.name


def test_no_figure_has_a_default_in_the_models_of_the_tables() -> None:
    models = [
        m
        for _, m in inspect.getmembers(rules_tables, inspect.isclass)
        if issubclass(m, Model) and m.__module__ == rules_tables.__name__
    ]
    assert len(models) > 15
    assert [f"{m.__name__}.{name}" for m in models for name, f in m.model_fields.items() if not f.is_required()] == []


@pytest.mark.parametrize("section", [f.name for f in dataclasses.fields(Rules)])
def test_every_figure_of_the_rules_is_the_one_in_its_table(section: str) -> None:
    value, table = getattr(rules(), section), tables()[section]
    rows = [(value[key], table[key]) for key in value] if isinstance(value, dict) else [(value, table)]
    for row, written in rows:
        compare(row, written)


def compare(row: Any, written: dict[str, Any]) -> None:
    names = {f.name for f in dataclasses.fields(row)} - {"id"}
    assert set(written) <= names
    for name in names & set(written):
        found = getattr(row, name)
        if isinstance(found, int) and isinstance(written[name], int):
            assert found == written[name], name
        elif dataclasses.is_dataclass(found):
            compare(found, written[name])
            assert set(written[name]) == {f.name for f in dataclasses.fields(found)}


def test_there_is_no_table_that_the_rules_do_not_know() -> None:
    assert set(tables()) == {f.name for f in dataclasses.fields(Rules)}


@pytest.mark.parametrize("name", ["terrain", "unit_types"])
def test_what_a_row_leaves_out_is_what_is_usual(name: str) -> None:
    file = {"terrain": "terrain.toml", "unit_types": "units.toml"}[name]
    usual = tomllib.loads((paths.rules_dir() / file).read_text("utf-8"))["usual"]
    left_out = 0
    for key, row in getattr(rules(), name).items():
        for field, value in usual.items():
            if field not in tables()[name][key] and isinstance(value, int):
                assert getattr(row, field) == value, (key, field)
                left_out += 1
    assert left_out > 10


def numbers(value: Any, before: str = "") -> Iterator[tuple[str, int]]:
    for field in dataclasses.fields(value):
        found, name = getattr(value, field.name), f"{before}{field.name.replace('_', ' ')}"
        if dataclasses.is_dataclass(found):
            yield from numbers(found, f"{name} ")
        elif isinstance(found, int):
            yield name, found


def test_the_rulebook_prints_every_number() -> None:
    text = filled(rules(), "{{numbers}}")
    printed = 0
    for section in dataclasses.fields(Rules):
        value = getattr(rules(), section.name)
        for name, number in numbers(value) if dataclasses.is_dataclass(value) else ():
            assert f"| {name} | {number} |" in text.split(f"**{section.name.capitalize()}**")[1].split("**")[0], name
            printed += 1
    assert printed > 70


def folder(tmp_path: Path, file: str, old: str, new: str) -> Path:
    copy = tmp_path / "rules"
    shutil.copytree(paths.rules_dir(), copy)
    text = (copy / file).read_text("utf-8")
    assert text.count(old) >= 1
    (copy / file).write_text(text.replace(old, new, 1), "utf-8")
    return copy


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "combat.toml",
            "max_retreat = 3",
            "max_retreat = 2",
            "combat has a retreat of 3 hexes — the most is max_retreat, 2",
        ),
        ("combat.toml", "max_retreat = 3 ", "# ", '"max_retreat" is missing from combat — add it'),
        ("units.toml", "sight = 2", "", '"sight" is missing from usual — add it'),
        ("units.toml", 'symbol = "infantry"', "", '"symbol" is missing from units.rifle-regiment — add it'),
        (
            "units.toml",
            "endurance = [1, 3, 6]",
            "endurance = [1, 6, 3]",
            "endurance does not rise — write the turns until short, unsupplied and isolated in rising order",
        ),
        ("terrain.toml", "elevation = 2", "elevation = 12", "elevation is 12 — the most is 9"),
        ("victory.toml", "exited_loss = 50", "exited_loss = 101", "victory.exited_loss is 101 — the most is 100"),
    ],
)
def test_a_figure_that_is_missing_or_out_of_bounds_is_told(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    with pytest.raises(ScenarioError) as error:
        load_rules(folder(tmp_path, file, old, new))
    assert len(error.value.issues) == 1 and file in str(error.value) and said in str(error.value)


def test_another_figure_in_a_table_is_another_rule(tmp_path: Path) -> None:
    assert load_rules(folder(tmp_path, "combat.toml", "max_retreat = 3", "max_retreat = 4")).combat.max_retreat == 4


def test_a_scenario_sets_its_own_figures_of_victory(tmp_path: Path) -> None:
    files = write(tmp_path)
    files.change("toml", "crossing = 2\npocket_steps = 8", "crossing = 3\nexited_loss = 75")
    shipped = rules().victory
    assert load(files.folder).victory == dataclasses.replace(
        shipped, step=1, pocketed_step=1, crossing=3, exited_loss=75
    )
