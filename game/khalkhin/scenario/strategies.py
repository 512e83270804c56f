"""Strategies: other hints for a side's staff than its scenario's, for measuring what a plan is worth.

A file says what ``[sides.<side>.ai]`` of a ``scenario.toml`` says, at its top level, and takes the place of all of it.
Those of a scenario stand in ``strategies/<name>.toml`` of its folder::

    title = "North wing only"
    posture = "attack"
    [[axes]]
    name = "north wing"
    formations = ["North Group", "South Group"]
    through = ["Bain-Tsagan Bridge", "Northern depot", "Nomonhan Burd Obo"]
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path

from khalkhin.core.model.scenario import AiHints, Scenario
from khalkhin.foreign_text import quoted
from khalkhin.scenario.hints import read_hints
from khalkhin.scenario.issues import Report, ScenarioError
from khalkhin.scenario.tables.manifest import Ai
from khalkhin.scenario.tables.toml_models import parse, read_table
from khalkhin.translation import _

#: The folder of a scenario's strategies, in its own.
FOLDER = "strategies"

Where = Callable[..., str]


class StrategyFile(Ai):
    """What a strategy file says."""

    title: str = ""


def shipped(folder: Path) -> dict[str, Path]:
    """The strategy files in a scenario's folder, by name."""
    return {p.stem: p for p in sorted((folder / FOLDER).glob("*.toml"))}


def check_strategies(scenario: Scenario, folder: Path, report: Report) -> None:
    """Look at every strategy in a scenario's folder as that of the side most of whose formations it names."""
    for path in shipped(folder).values():
        table = read_table(path, report)
        found = None if table is None else parse(StrategyFile, table, report)
        if table is None or found is None:
            continue
        sent = {formation for axis in found.axes for formation in axis.formations}
        theirs = {s.id: {u.formation for u in scenario.order_of_battle if u.side == s.id} for s in scenario.sides}
        side = max(scenario.sides, key=lambda s: len(sent & theirs[s.id])).id
        with contextlib.suppress(ScenarioError):  # the report has its issues
            _hints(scenario, side, found, report, table.where)


def strategy(scenario: Scenario, side: str, named: str, folder: Path) -> AiHints:
    """The hints of a strategy: a file, or the name of one in the scenario's folder. Raises: ScenarioError."""
    own = shipped(folder)
    path = own.get(named, Path(named))
    report = Report()
    if named not in own and not path.is_file():
        report.error(quoted(named), _("there is no strategy or file of this name"), report.suggest(named, own))
        raise ScenarioError(report.finish())
    table = read_table(path, report)
    found = None if table is None else parse(StrategyFile, table, report)
    report.raise_errors()
    assert table is not None and found is not None
    return _hints(scenario, side, found, report, table.where)


def axes(scenario: Scenario, side: str, texts: Collection[str]) -> AiHints:
    """The scenario's hints with other axes: each a text ``FORMATION, FORMATION: PLACE > PLACE``. Raises:
    ScenarioError."""
    report = Report()
    rows = []
    for text in texts:
        who, _colon, way = text.partition(":")
        rows.append({"name": text[:60], "formations": _words(who, ","), "through": _words(way, ">")})
        if not rows[-1]["formations"] or not rows[-1]["through"]:
            report.error(quoted(text), _("this is no axis"), _("write FORMATION, FORMATION: PLACE > PLACE"))
    report.raise_errors()
    found = _hints(scenario, side, Ai.model_validate({"axes": rows}), report, lambda *at: "--axis")
    return replace(scenario.side(side).hints, axes=found.axes)


def with_hints(scenario: Scenario, side: str, hints: AiHints) -> Scenario:
    """The same battle with other hints for a side's staff."""
    first, second = (replace(s, hints=hints) if s.id == side else s for s in scenario.sides)
    return replace(scenario, sides=(first, second))


def _words(text: str, between: str) -> list[str]:
    return [word.strip() for word in text.split(between) if word.strip()]


def _hints(scenario: Scenario, side: str, found: Ai, report: Report, where: Where) -> AiHints:
    """Names turned into hexes. Raises: ScenarioError for those that the scenario does not have."""
    formations = {u.formation for u in scenario.order_of_battle if u.side == side and u.formation}
    places = _places(scenario)

    def known(names: Collection[str], those: Collection[str], what: str, *at: str | int) -> None:
        for i, name in enumerate(names):
            if name not in those:
                report.error(
                    where(*at, i),
                    _("{name} is no {what}").format(name=quoted(name), what=what),
                    report.suggest(name, those),
                )

    def stop(named: str | list[int], *at: str | int) -> tuple[int, ...]:
        there = places.get(named, ()) if isinstance(named, str) else _hex(scenario, named)
        if not there:
            hint = report.suggest(named, places) if isinstance(named, str) else ""
            report.error(where(*at), _("{name} is no place of the map").format(name=quoted(named)), hint)
        return there

    hints = read_hints(found, formations, {o.name for o in scenario.objectives}, known, stop)
    report.raise_errors()
    return hints


def _hex(scenario: Scenario, stop: list[int]) -> tuple[int, ...]:
    hex_ = scenario.board.index(stop[0], stop[1])
    return () if hex_ is None else (hex_,)


def _places(scenario: Scenario) -> Mapping[str, tuple[int, ...]]:
    """The hexes of every named place, those that matter most last, as :mod:`khalkhin.scenario.build` finds them."""
    beside = scenario.board.hexside_hexes
    found = {c.name: tuple(h for h in beside(side) if h >= 0) for side, c in scenario.crossings.items()}
    found |= {label.text: (label.hex,) for label in scenario.labels}
    found |= {name: (min(hexes),) for name, hexes in scenario.areas.items() if hexes}
    for named in (scenario.airfields, scenario.depots, scenario.sources, scenario.objectives):
        found |= {p.name: (p.hex,) for p in named if p.hex >= 0}
    return found
