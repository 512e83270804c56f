"""What a scenario or a campaign says, by key, and the same with other texts in its place.

One walk over each serves both: it asks for every text by its key, and whoever listens may note it down or answer with
another. Names of places, formations and nations are more than texts (orders, journals and the timeline call things by
them); they stay, and what is shown in their place stands in :attr:`Scenario.names`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from khalkhin.core.model.scenario import Scenario, SideInfo
from khalkhin.core.timeline.timeline import Entry
from khalkhin.scenario.timeline.types import TITLE


@dataclass(frozen=True, slots=True)
class Room:
    """How long a text may be, in characters, and whether it may have several lines."""

    most: int
    lines: bool = False


NAME, TITLED, STEP, LONG = Room(80), Room(TITLE), Room(300, lines=True), Room(8000, lines=True)
#: The tables that may lie beside a scenario.toml and say something themselves, by how the keys of their texts begin.
BESIDE = {"lesson.": "lesson.toml", "puzzle.": "puzzle.toml"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text as it is written, and the room that there is for it."""

    written: str
    room: Room


#: Answers with what is to be said: the key, the text as written, the room for it.
Ask = Callable[[str, str, Room], str]


def sentences(scenario: Scenario) -> dict[str, Sentence]:
    """All texts of a scenario that is as it was written, in the order of its tables and map."""
    found: dict[str, Sentence] = {}
    _through(scenario, noting(found))
    return found


def said(scenario: Scenario, texts: Mapping[str, str]) -> Scenario:
    """The scenario with other texts where there are some, by key. Its digest stays: it plays as before."""
    return _through(scenario, saying(texts)) if texts else scenario


def flowing(text: str) -> str:
    """A text without its own lines, for where lines are broken to the room."""
    return " ".join(text.split())


def noting(found: dict[str, Sentence]) -> Ask:
    """Notes down every text that is asked for, and leaves it as it is written."""

    def note(key: str, written: str, room: Room) -> str:
        if written.strip():
            found.setdefault(key, Sentence(written, room))
        return written

    return note


def saying(texts: Mapping[str, str]) -> Ask:
    """Answers with other texts where there are some, by key."""

    def answer(key: str, written: str, room: Room) -> str:
        return texts.get(key, written) if written.strip() else written

    return answer


def _through(scenario: Scenario, ask: Ask) -> Scenario:
    first, second = scenario.sides
    title = ask("title", scenario.title, TITLED)
    description = ask("description", scenario.description, LONG)
    sides = (_side(first, ask), _side(second, ask))
    timeline = tuple(_entry(entry, ask) for entry in scenario.timeline)
    used = {spec.type.id for spec in scenario.order_of_battle}
    types = {
        id_: replace(kind, name=ask(f"unit_types.{id_}", kind.name, NAME)) if id_ in used else kind
        for id_, kind in scenario.rules.unit_types.items()
    }
    specs = tuple(
        replace(
            spec,
            name=ask(f"units.{spec.id}", spec.name, NAME),
            leader=ask(f"leaders.{spec.id}", spec.leader, NAME),
            type=types[spec.type.id],
        )
        for spec in scenario.order_of_battle
    )
    labels = tuple(replace(label, text=ask(f"places.{label.text}", label.text, NAME)) for label in scenario.labels)
    return replace(
        scenario,
        title=title,
        description=description,
        sides=sides,
        timeline=timeline,
        rules=replace(scenario.rules, unit_types=types),
        order_of_battle=specs,
        units=tuple(replace(unit, spec=spec) for unit, spec in zip(scenario.units, specs, strict=True)),
        labels=labels,
        names=_names(scenario, ask),
    )


def _names(scenario: Scenario, ask: Ask) -> dict[str, str]:
    """What is shown for names that things are called by, where it is something else."""
    of_places = (
        *(o.name for o in scenario.objectives),
        *(s.name for s in scenario.sources),
        *(d.name for d in scenario.depots),
        *(f.name for f in scenario.airfields),
        *(c.name for c in scenario.crossings.values()),
        *scenario.areas,
    )
    kinds = {
        "terrain": sorted({ground.name for ground in scenario.board.terrain}),
        "nations": [n for side in scenario.sides for n in side.nations] + [s.nation for s in scenario.order_of_battle],
        "formations": [s.formation for s in scenario.order_of_battle],
        "places": list(of_places),
    }
    told = {n: ask(f"{kind}.{n}", n, NAME) for kind, names in kinds.items() for n in dict.fromkeys(names) if n}
    return {name: text for name, text in told.items() if text != name}


def _side(side: SideInfo, ask: Ask) -> SideInfo:
    at = f"sides.{side.id}"
    return replace(
        side,
        name=ask(f"{at}.name", side.name, NAME),
        briefing=ask(f"{at}.briefing", side.briefing, LONG),
        first_steps=tuple(ask(f"{at}.first_steps.{n}", step, STEP) for n, step in enumerate(side.first_steps, 1)),
        plan=tuple(replace(a, name=ask(f"{at}.plan.{n}", a.name, NAME)) for n, a in enumerate(side.plan, 1)),
    )


def _entry(entry: Entry, ask: Ask) -> Entry:
    at = f"timeline.{entry.id}"
    return replace(
        entry,
        title=ask(f"{at}.title", entry.title, TITLED),
        text=ask(f"{at}.text", entry.text, LONG),
        historians=ask(f"{at}.historians", entry.historians, LONG),
        answers=tuple(replace(a, text=ask(f"{at}.answers.{a.id}", a.text, LONG)) for a in entry.answers),
    )
