"""Shipped scenarios are kept as long as what they are made of says the same."""

from __future__ import annotations

import dataclasses
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from khalkhin import paths
from khalkhin.core.model.scenario import Scenario
from khalkhin.scenario import kept_scenarios
from khalkhin.scenario.build import read_scenario
from khalkhin.scenario.issues import Report

TRIED = "two_prongs"
SHIPPED = [TRIED, "double_envelopment", "lessons/night", "puzzles/close_the_ring"]


@pytest.fixture
def maps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped maps, where they may be changed."""
    copy = tmp_path / "shipped"
    shutil.copytree(paths.maps_dir(), copy, ignore=shutil.ignore_patterns("make", "*@2x.png"))
    monkeypatch.setattr(paths, "maps_dir", lambda: copy)
    kept_scenarios.forget()
    return copy


def read(folder: Path, report: Report | None = None) -> Scenario:
    scenario = read_scenario(folder, report or Report())
    assert scenario is not None
    return scenario


def told(scenario: Scenario) -> list[object]:
    """All that is said of a scenario."""
    return [getattr(scenario, f.name) for f in dataclasses.fields(scenario)]


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_kept_is_what_is_read(name: str) -> None:
    kept_scenarios.forget()
    folder, first, second = paths.maps_dir() / name, Report(), Report()
    read_once, again = read(folder, first), read(folder, second)
    assert again is read_once
    assert first.finish() == second.finish() == ()
    assert first == second
    kept_scenarios.forget()
    anew = read(folder)
    assert anew is not read_once
    assert told(anew) == told(read_once)


def test_texts_of_another_language_are_put_in_each_time(maps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = read(maps / TRIED)
    (maps / TRIED / "texts.de.toml").write_text(
        f'format = 1\n[texts.title]\nwritten = "{written.title}"\ntext = "Zwei"\n'
    )
    monkeypatch.setenv("KHALKHIN_TEXTS", "de")
    assert [read(maps / TRIED).title for _ in range(2)] == ["Zwei"] * 2
    monkeypatch.setenv("KHALKHIN_TEXTS", "-")
    assert [read(maps / TRIED).title for _ in range(2)] == [written.title] * 2


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("two_prongs/scenario.toml", b" = ", b"=  "),
        ("two_prongs/map.tmx", b"<map ", b"<map\n"),
        ("tilesets/terrain.tsx", b"<tileset ", b"<tileset\n"),
    ],
)
def test_a_file_that_says_something_else_is_read_whatever_its_date(
    maps: Path, file: str, before: bytes, after: bytes
) -> None:
    kept, there = read(maps / TRIED), maps / file
    was, said = there.stat(), there.read_bytes()
    assert read(maps / TRIED) is kept
    there.write_bytes(said.replace(before, after, 1))
    os.utime(there, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert (there.stat().st_size, there.stat().st_mtime_ns) == (was.st_size, was.st_mtime_ns)
    assert there.read_bytes() != said
    assert read(maps / TRIED) is not kept


def test_a_word_changed_is_a_word_read(maps: Path) -> None:
    there = maps / TRIED / "scenario.toml"
    title = read(maps / TRIED).title
    there.write_text(there.read_text(encoding="utf-8").replace(title, title[::-1], 1), encoding="utf-8")
    assert read(maps / TRIED).title == title[::-1]


def _a_shelf(maps: Path) -> None:
    (maps / TRIED / "symbols").mkdir()


def _a_room(maps: Path) -> None:
    (maps / "lessons" / "tilesets").mkdir()


def _a_link(maps: Path) -> None:
    (maps / TRIED / "link").symlink_to(maps / "tilesets")


@pytest.mark.parametrize("done", [_a_shelf, _a_room, _a_link])
def test_a_name_that_was_not_there_is_looked_at(maps: Path, done: Callable[[Path], None]) -> None:
    kept = read(maps / TRIED)
    assert read(maps / TRIED) is kept
    done(maps)
    assert read(maps / TRIED) is not kept


def test_other_rules_make_another_scenario(maps: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, rules = read(maps / TRIED), tmp_path / "rules"
    shutil.copytree(paths.rules_dir(), rules)
    monkeypatch.setattr(paths, "rules_dir", lambda: rules)
    supply = rules / "supply.toml"
    supply.write_text(supply.read_text(encoding="utf-8").replace("range = ", "range = 1", 1), encoding="utf-8")
    anew = read(maps / TRIED)
    assert anew.rules.supply.range != kept.rules.supply.range


def test_a_fault_is_told_each_time(maps: Path) -> None:
    read(maps / TRIED)
    (maps / TRIED / "map.tmx").write_text("<map/>")
    told = []
    for _ in range(2):
        report = Report()
        assert read_scenario(maps / TRIED, report) is None
        told.append(report.finish())
    assert told[0]
    assert told[0] == told[1]


def test_a_users_scenario_is_read_each_time(own_home: Path) -> None:
    own = paths.user_maps_dir() / TRIED
    shutil.copytree(paths.maps_dir() / TRIED, own)
    assert read(own) is not read(own)


def test_only_so_many_are_kept(maps: Path) -> None:
    for n in range(kept_scenarios.KEPT + 2):
        shutil.copytree(maps / "lessons" / "night", maps / f"night_{n}", ignore=shutil.ignore_patterns("lesson.toml"))
    first = read(maps / "night_0")
    assert read(maps / "night_0") is first
    for n in range(1, kept_scenarios.KEPT + 1):
        read(maps / f"night_{n}")
    assert read(maps / "night_0") is not first
