"""Schemas and the reference are made from the models that the loader reads by, and say what it says."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from khalkhin import paths
from khalkhin.cli import main
from khalkhin.cli.docs import PAGES, file_of
from khalkhin.scenario import load_rules
from khalkhin.scenario.making import reference, schema
from khalkhin.scenario.making.explained import EXPLAINED
from khalkhin.scenario.tables.manifest import Manifest

from tests.scenario.maker import TOML, write
from tests.scenario.plain_schema import faults

MAPS = paths.maps_dir()
TABLES = sorted([*MAPS.glob("*/scenario.toml"), *MAPS.glob("*/strategies/*.toml"), MAPS / "campaign.toml"])
SCENARIO = schema.schema(Manifest)


def refused(text: str) -> list[str]:
    return list(faults(tomllib.loads(text), SCENARIO, SCENARIO))


@pytest.mark.parametrize("name", list(schema.MODELS))
def test_the_shipped_schemas_are_those_of_the_models(name: str) -> None:
    kept = (MAPS / "schemas" / name).read_text(encoding="utf-8")
    assert kept == schema.files()[name], "run: python maps/make/project.py"


@pytest.mark.parametrize("table", TABLES, ids=lambda t: f"{t.parent.name}-{t.stem}")
def test_shipped_tables_name_their_schema_and_agree_with_it(table: Path) -> None:
    text = table.read_text(encoding="utf-8")
    line = text.splitlines()[0]
    assert line.startswith("#:schema ")
    root = json.loads((table.parent / line.removeprefix("#:schema ")).read_text(encoding="utf-8"))
    assert list(faults(tomllib.loads(text), root, root)) == []


def test_a_table_without_a_fault_has_none() -> None:
    assert refused(TOML) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('title = "Small scenario"', 'titel = "Small scenario"', ".titel: additionalProperties"),
        ('title = "Small scenario"', "", ".title: required"),
        ("turns = 6", "turns = 0", ".calendar.turns: minimum"),
        ('posture = "attack"', 'posture = "atack"', ".sides.soviet.ai.posture: enum"),
        ("grades = [-20, 0, 20, 40]", "grades = [-20, 0, 20]", ".sides.soviet.grades: minItems"),
        ("soft = 9", 'soft = "9"', ".unit_types.flame-tanks.soft: type"),
        ("soft = 9", 'stack = "tank"', ".unit_types.flame-tanks.stack: enum"),
        ("soft = 9", "sofd = 9", ".unit_types.flame-tanks.sofd: additionalProperties"),
        ("{ silence = { side", "{ silense = { side", ".timeline[0].do[2].silense: additionalProperties"),
        ("steps = 1 } }", "steps = 1, arae = 2 } }", ".timeline[0].do[0].suppress.arae: additionalProperties"),
        ("when = { turn = 1 }", "when = { turn = true }", ".timeline[0].when.turn: type"),
        ("fighters = 3", "fighters = 21", ".airfields[0].fighters: maximum"),
    ],
)  # fmt: skip
def test_a_schema_underlines_what_the_loader_refuses(old: str, new: str, fault: str, tmp_path: Path) -> None:
    assert old in TOML
    text = TOML.replace(old, new, 1)
    assert fault in refused(text)
    files = write(tmp_path)
    files.toml.write_text(text, encoding="utf-8")
    assert any(issue.is_error for issue in files.issues())


def keys(model: Any) -> dict[str, dict[str, Any]]:
    """The keys of all tables of a model, by the names of the tables."""
    made = schema.schema(model)
    return {name: table.get("properties", {}) for name, table in {model.__name__: made, **made["$defs"]}.items()}


@pytest.mark.parametrize("model", schema.MODELS.values(), ids=lambda m: m.__name__)
def test_every_key_is_explained(model: Any) -> None:
    for name, table in keys(model).items():
        assert [f"{name}.{key}" for key, part in table.items() if "description" not in part] == []


def test_nothing_is_explained_that_is_no_key() -> None:
    known: dict[str, set[str]] = {}
    for model in schema.MODELS.values():
        for name, table in keys(model).items():
            known.setdefault(name, set()).update(table)
    for name, told in EXPLAINED.items():
        assert set(told) <= known[name], name


def test_the_reference_is_up_to_date() -> None:
    page = (paths.docs_dir() / "modding" / "reference.md").read_text(encoding="utf-8")
    assert page == reference.page(load_rules()), (
        "run: python -m khalkhin.scenario.making.reference > docs/modding/reference.md"
    )


def test_the_command_writes_the_schemas(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(SCENARIO))
    assert main(["schema", "-o", str(tmp_path / "deep" / "er")]) == 0
    assert {p.name: p.read_text(encoding="utf-8") for p in (tmp_path / "deep" / "er").iterdir()} == schema.files()
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert main(["schema", "-o", str(tmp_path / "file")]) == 1
    assert "could not be written" in capsys.readouterr().err


def test_the_pages_are_listed_and_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["docs"]) == 0
    listed = capsys.readouterr().out
    for page in PAGES:
        text = file_of(page).read_text(encoding="utf-8")
        assert f"`{page}`" in listed and text.splitlines()[0].lstrip("# ") in listed
    assert main(["docs", "timeline"]) == 0
    assert capsys.readouterr().out == file_of("timeline").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["timelin", "../README", "modding/maps", ""])
def test_a_page_that_is_not_there(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["docs", page]) == 2
    assert "no page is called" in capsys.readouterr().err


def test_a_page_is_opened_with_the_program_of_the_desktop(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []

    def browser(where: str) -> bool:
        opened.append(where)
        return len(opened) == 1

    monkeypatch.setattr("webbrowser.open", browser)
    assert main(["docs", "maps", "--open"]) == 0 and opened[0].endswith("/modding/maps.md")
    assert main(["docs", "maps", "--open"]) == 1
    assert "maps.md" in capsys.readouterr().err
