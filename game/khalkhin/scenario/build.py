"""From the files of a folder to a scenario, with every fault told at once.

Causes are told before what follows from them, and what follows is held back: names in something faulty are excused
(:class:`khalkhin.scenario.issues.Excused`), and checks that need a part of the scenario with faults are left out and
named (:attr:`khalkhin.scenario.issues.Report.doubted`).
"""

from __future__ import annotations

import gc
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from khalkhin import paths
from khalkhin.core.model.rules import Rules
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import NOT_ARRIVED
from khalkhin.core.model.units import Unit
from khalkhin.foreign_text import control_in, quoted
from khalkhin.formats import SCENARIO
from khalkhin.scenario.checks import RoadStep, check_scenario, no_objective, no_units
from khalkhin.scenario.digest import scenario_digest
from khalkhin.scenario.draft import Draft
from khalkhin.scenario.formats import upgraded
from khalkhin.scenario.issues import Report, shown
from khalkhin.scenario.kept_scenarios import Reading
from khalkhin.scenario.own.sounds import read_sounds
from khalkhin.scenario.own.symbols import read_symbols
from khalkhin.scenario.own.terrains import with_terrains
from khalkhin.scenario.own.unit_types import shared_types, with_types
from khalkhin.scenario.tables import manifest as m
from khalkhin.scenario.tables.key_lines import KeyLines
from khalkhin.scenario.tables.rules_tables import read_rules
from khalkhin.scenario.tables.toml_models import Table, parse_mended, read_table
from khalkhin.scenario.texts.files import read_texts
from khalkhin.scenario.texts.sentences import said, sentences
from khalkhin.scenario.tmx.ground import Lines, build_board, read_ground
from khalkhin.scenario.tmx.map_objects import Pieces
from khalkhin.scenario.tmx.object_classes import kinds
from khalkhin.scenario.tmx.path_sandbox import CAMPAIGN_FILE, Roots
from khalkhin.scenario.tmx.polylines import Plane
from khalkhin.scenario.tmx.sanitizer import Guard
from khalkhin.scenario.tmx.tiled import RawMap, read_map
from khalkhin.translation import _

#: Folders below one in which a scenario is looked for that lies too deep.
DEEP = 500
#: The turns of a calendar whose number nobody knows: no turn is after its last.
LONGEST = 400


def read_scenario(folder: Path, report: Report, *, as_written: bool = False) -> Scenario | None:
    """Read and check the scenario of a folder, with the texts of the language that is wanted (or `as_written`). None if
    it has errors; the report has them, and warnings."""
    scenario = read_what_can_be(folder, report, as_written=as_written)
    return None if report.errors else scenario


def read_what_can_be(folder: Path, report: Report, *, as_written: bool = False) -> Scenario | None:
    """The same; but a scenario with errors is what could be read of it, to be looked at and not to be played: ground
    that nobody knows is open, what is faulty is left out. None if there is no map to show."""
    # Large maps make many lasting values at once, which the collector would walk through again and again.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _read(folder, report, as_written)
    finally:
        if collecting:
            gc.enable()


def _read(folder: Path, report: Report, as_written: bool) -> Scenario | None:
    report.place = shown(folder)
    if not folder.is_dir():
        report.error(shown(folder), _("there is no such folder"), _("name a folder that has a scenario.toml"))
        return None
    if (found := deeper(folder)) is not None:
        report.error(
            shown(folder),
            _("there is no scenario.toml in it, but in {place}").format(place=quoted(shown(found))),
            _("move what is in there up, or name that folder"),
        )
        return None
    if odd := control_in(folder.resolve().name):
        report.error(
            shown(folder), _("the folder's name has the control character {odd}").format(odd=odd), _("rename it")
        )
    tables = read_rules(paths.rules_dir(), report)
    if tables is None:
        return None
    # Files are read where they really lie, but told by the names the caller knows them by.
    reading = Reading.of(folder.resolve(), tables, report)
    kept = reading.found(report)
    if kept is not None:
        scenario, language = kept.scenario, kept.language
    else:
        made = _made(folder, reading, report)
        if made is None:
            return None
        scenario, language = made
        if not report.errors:
            scenario = replace(scenario, digest=scenario_digest(scenario))
        reading.keep(scenario, language, report)
    ask = None if report.errors else partial(sentences, scenario)
    texts = read_texts(folder, reading.roots, ask, language, report)
    return scenario if as_written else said(scenario, texts)


# Long: one file after another, and each goes on with what could be made of those before it.
def _made(folder: Path, reading: Reading, report: Report) -> tuple[Scenario, str] | None:
    """A scenario as it is written, and the language that is; None if there is no map to show."""
    real, roots, tables = reading.folder, reading.roots, reading.tables
    told = _told(folder, roots, report)
    if told is None:
        return None
    manifest, table, words = told.manifest, told.table, told.words
    raw = None
    where = table.where("map") if "map" in table.data else shown(folder)
    if roots.find(real, manifest.map, (".tmx",), report, where, _("the map")) is not None:
        raw = read_map(Guard(folder / manifest.map, roots, report), report)
    if raw is None:
        report.unexamined(_("the map"))
    manifest = _sides_as_named(manifest, table, raw, report)
    sides, named = _sides(manifest, table, raw, report)
    symbols, shown_as = read_symbols(folder, roots, report)
    sounds = read_sounds(folder, roots, report)
    types = shared_types(folder, roots, tables.rules.unit_types, tables.usual_type, shown_as, report)
    with report.about("unit_types"):
        types = with_types(types, manifest.unit_types, table, tables.usual_type, shown_as, report)
    ground = with_terrains(folder, roots, tables.rules.terrain, tables.usual_terrain, report)
    rules = _scaled(manifest.rules, replace(tables.rules, unit_types=types, terrain=ground))
    drawn = raw or RawMap.unread()
    known = kinds()
    lines = read_ground(drawn, rules, known, named, report)
    pieces = Pieces(Plane(drawn.layout, drawn.width, drawn.height), named, types, known, report)
    pieces.read(drawn)
    pieces.spoiled |= words
    for name in ("units", "places"):
        pieces.origins["layer", name] = f"{drawn.file}:{drawn.layers.get(name, drawn.line)}"
    if raw is not None:
        _say_what_is_lacking(pieces, sides, report)
    draft = Draft(manifest, table, sides, pieces, report)
    calendar = draft.calendar()
    specs = draft.order_of_battle()
    airfields = draft.airfields()
    timeline = draft.timeline(calendar, specs, rules)
    sources = draft.sources()
    history = draft.history()
    infos = tuple(draft.side(s) for s in sides)
    if raw is None or not raw.placed:
        return None
    board = build_board(raw, rules, lines)
    units = tuple(
        Unit(
            s,
            NOT_ARRIVED if s.arrives or s.id in draft.waiting else s.entry,
            s.steps,
            mp=s.type.mp,
            entrenchment=pieces.dug[s.id],
        )
        for s in specs
    )
    scenario = Scenario(
        folder.resolve().name,
        manifest.title,
        manifest.description,
        (infos[0], infos[1]),
        calendar,
        board,
        rules,
        specs,
        units,
        pieces.crossings,
        sources,
        tuple(pieces.depots),
        tuple(pieces.objectives),
        replace(rules.victory, **manifest.victory.model_dump(exclude_none=True)),
        timeline,
        tuple(pieces.labels),
        pieces.areas,
        airfields=airfields,
        history=history,
        art=raw.art,
        symbols=symbols,
        sounds=sounds,
    )
    check_scenario(scenario, raw.file, pieces.origins, report, _road_steps(lines, pieces))
    return scenario, manifest.language


def _road_steps(lines: Lines, pieces: Pieces) -> list[RoadStep]:
    return [
        RoadStep(hex_, pieces.plane.beyond(hex_, direction), pieces.hexside(hex_, direction), where)
        for (hex_, direction), where in lines.drawn.items()
    ]


def deeper(folder: Path) -> Path | None:
    """The folder of a scenario that lies one or two folders deeper than it should, if there is one and this folder has
    none of its own. Lessons and puzzles have folders of their own; the scenarios of a campaign lie in its folder."""
    try:
        if folder.is_symlink() or any((folder / name).exists() for name in ("scenario.toml", CAMPAIGN_FILE)):
            return None
        below = sorted(p for p in folder.iterdir() if p.is_dir() and not p.is_symlink())
        below += [q for p in below for q in sorted(p.iterdir()) if q.is_dir() and not q.is_symlink()]
        found = next((p for p in below[:DEEP] if (p / "scenario.toml").is_file()), None)
        apart = found is not None and any((found / f"{kind}.toml").is_file() for kind in ("lesson", "puzzle"))
        return None if apart else found
    except (OSError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class _Told:
    """What scenario.toml says, as it was probably meant, and words in what could not be read of it."""

    manifest: m.Manifest
    table: Table
    words: frozenset[str]


def _told(folder: Path, roots: Roots, report: Report) -> _Told | None:
    """What scenario.toml says. One that cannot be read tells nothing; None if its format is none that is known, as what
    it says is anybody's guess then."""
    table = None
    if roots.own(folder.resolve(), "scenario.toml", report, _("the scenario")) is not None:
        table = read_table(folder / "scenario.toml", report, lenient=True)
    if table is not None:
        given = table.data.get("format", SCENARIO.first)
        if not isinstance(given, int) or isinstance(given, bool):
            upgraded(table, SCENARIO, report)
            table = table.instead({**table.data, "format": SCENARIO.today})
        table = upgraded(table, SCENARIO, report)
        table = None if table is None else _sides_once(table, report)
        if table is None:
            report.unexamined(_("what this scenario.toml says, and the map"))
            return None
        found = parse_mended(m.Manifest, table, report)
        if found is not None:
            guessed = found.guessed | table.lost
            report.doubted |= {_part(path) for path in guessed}
            manifest = found.value
            if any(path[:2] in (("calendar",), ("calendar", "turns")) for path in guessed):
                calendar = manifest.calendar.model_copy(update={"turns": LONGEST})
                manifest = manifest.model_copy(update={"calendar": calendar})
                report.unexamined(_("whether turns come after the last"))
            return _Told(manifest, table.instead(table.data, found.lines), found.words | table.words)
    report.unexamined(_("what scenario.toml says"))
    nothing = Table(folder / "scenario.toml", {"format": SCENARIO.today}, KeyLines())
    found = parse_mended(m.Manifest, nothing, Report())
    assert found is not None
    report.doubted |= {*m.Manifest.model_fields, "sides.nations"}
    return _Told(found.value, nothing, found.words)


def _sides_once(table: Table, report: Report) -> Table:
    """A table without what it says under a misspelt name of a side that it has as well, which is told."""
    sides, order = table.data.get("sides"), table.data.get("order")
    if not isinstance(sides, dict) or not isinstance(order, list) or len(sides) <= 2:
        return table
    playing = [side for side in order if isinstance(side, str) and side in sides]
    strange = [side for side in sides if side not in order and report.hint(side, playing).near]
    for side in strange:
        told = _("there is no side {side} in the order of play").format(side=quoted(side))
        with report.about("sides.ai"):
            report.error(table.where("sides", side), told, report.suggest(side, playing))
    kept = {side: said for side, said in sides.items() if side not in strange}
    return table.instead({**table.data, "sides": kept}) if strange else table


def _part(path: tuple[str | int, ...]) -> str:
    """The part of a scenario that a key belongs to."""
    if path[0] == "sides" and len(path) > 2:
        return f"sides.{path[2]}"
    return str(path[0]) if path else ""


def _sides_as_named(manifest: m.Manifest, table: Table, raw: RawMap | None, report: Report) -> m.Manifest:
    """If one side's table goes by a name that neither the order nor the map has, that is told, and it is taken for the
    one that they have instead."""
    strange, wanted = set(manifest.sides) - set(manifest.order), set(manifest.order) - set(manifest.sides)
    used = {o.properties.get("side") for o in raw.objects.get("units", ())} if raw else set()
    if len(manifest.sides) != 2 or len(strange) != 1 or len(wanted) != 1 or not wanted <= used or strange & used:
        return manifest
    (wrong,), (right,) = strange, wanted
    report.error(
        table.where("sides", wrong),
        _("the side {wrong} is called {right} in the order of play and on the map").format(
            wrong=quoted(wrong), right=quoted(right)
        ),
        _("write [sides.{right}]").format(right=right),
    )
    sides = {right if id_ == wrong else id_: side for id_, side in manifest.sides.items()}
    return manifest.model_copy(update={"sides": sides})


def _sides(
    manifest: m.Manifest, table: Table, raw: RawMap | None, report: Report
) -> tuple[tuple[str, str], tuple[str, ...] | None]:
    """The two sides in order of play, as far as they can be told, and the names that sides may go by; None for those
    if nobody knows."""
    if not table.lines.lines:  # A table that could not be read; the map may tell who fights.
        met = [*{str(o.properties.get("side", "")): 0 for o in (raw.objects.get("units", ()) if raw else ())}, "", ""]
        return (met[0], met[1]), None
    described = list(manifest.sides)
    with report.about("sides"):
        if len(described) != 2 and "sides" not in report.doubted:
            report.error(
                table.where("sides"), _("a battle has two sides, not {n}").format(n=len(described)), _("describe two")
            )
    first, second = manifest.order
    with report.about("order"):
        for i, side in enumerate(manifest.order):
            if side not in described and "sides" not in report.doubted and "order" not in report.doubted:
                report.error(
                    table.where("order", i),
                    _("order names {side}, which is no side").format(side=quoted(side)),
                    report.suggest(side, described),
                )
        if first == second:
            report.error(
                table.where("order"),
                _("order names {side} twice").format(side=quoted(first)),
                _("name each side once"),
            )
    names = described if len(described) >= 2 else list(dict.fromkeys([*described, *manifest.order]))
    if {first, second} <= set(names) and first != second:
        return (first, second), tuple(names)
    return (names[0], names[-1]), tuple(names)


def _scaled(row: m.RulesRow, rules: Rules) -> Rules:
    """The rules with the figures that a scenario sets for its scale."""
    factor = row.crossing_factor
    return replace(
        rules,
        supply=replace(rules.supply, range=row.supply_range or rules.supply.range),
        crossings={
            kind: replace(c, units=c.units * factor, supply=c.supply * factor) for kind, c in rules.crossings.items()
        },
    )


def _say_what_is_lacking(pieces: Pieces, sides: tuple[str, str], report: Report) -> None:
    """Name what a map has none of, before all that names one of those; that is not told as well."""
    if "units" not in report.doubted and "sides" not in report.doubted:
        for side in sides:
            if not any(unit.side == side for unit in pieces.units):
                pieces.lacking.add("units")
                no_units(side, pieces.origins["layer", "units"], report)
    if "places" not in report.doubted and not pieces.objectives:
        pieces.lacking.add("places")
        no_objective(pieces.origins["layer", "places"], report)
