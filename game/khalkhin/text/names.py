"""What places, sides, turns and stores are called, and how much of a longer text fits."""

from __future__ import annotations

from collections.abc import Iterable

from khalkhin.core.board.board import Board
from khalkhin.core.model.scenario import Scenario, TurnInfo
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.play.report.dates import date_text
from khalkhin.text import kinds
from khalkhin.text.amounts import listed
from khalkhin.translation import N_, _, ngettext

#: How the staff fills a depot, by its priority.
PRIORITIES = (N_("not at all"), N_("as usual"), N_("sooner than others"), N_("before all others"))


def first_sentences(text: str, room: int = 260) -> str:
    """As many whole sentences from the beginning as there is room for, in letters."""
    text = " ".join(text.split())
    if len(text) <= room:
        return text
    end = text.rfind(". ", 0, room)
    return text[: end + 1] if end > 80 else text[:room].rstrip() + "…"


def clock_text(turn: TurnInfo) -> str:
    """Date and clock at which a turn begins."""
    return _("{date}, {clock}").format(date=date_text(turn.date), clock=turn.clock)


def turn_text(state: GameState) -> str:
    """Date, clock, light and weather of the turn."""
    info = state.info
    text = _("{date}, {clock} · {light}") if info.weather == "clear" else _("{date}, {clock} · {light}, {weather}")
    weather, light = kinds.weather(info.weather), kinds.light(info.light)
    return text.format(date=date_text(info.date), clock=info.clock, light=light, weather=weather)


def days_text(scenario: Scenario) -> str:
    """From when to when a battle lasts."""
    calendar = scenario.calendar
    return span_text(calendar[0].date, calendar[-1].date, len(calendar))


def span_text(first: str, last: str, turns: int) -> str:
    """From one ISO date to another, and in how many turns."""
    text = ngettext("{first} to {last}, {n} turn", "{first} to {last}, {n} turns", turns)
    return text.format(first=date_text(first), last=date_text(last), n=turns)


def place_text(state: GameState, hex_: int) -> str:
    """The name of a place if the hex has one, and its column and row."""
    col, row = state.scenario.board.place(hex_)
    for objective in state.scenario.objectives:
        if objective.hex == hex_:
            return f"{state.scenario.shown(objective.name)} ({col},{row})"
    for label in state.scenario.labels:
        if label.hex == hex_ and label.kind != "river":
            return f"{label.text} ({col},{row})"
    return f"({col},{row})"


def unit_title(unit: Unit) -> str:
    """The name of a unit, or what one is called that is only a contact."""
    return unit.spec.name or _("Unidentified unit")


def in_sentence(name: str) -> str:
    """The name of a unit with verbs and commas round it: "5th Brigade (main body)" of "5th Brigade, main body"."""
    whole, comma, part = name.partition(", ")
    return f"{whole} ({part})" if comma else name


def place_beside(state: GameState, hexside: int, hex_: int) -> str:
    """The place of a crossing, to stand beside its name: empty where the name tells it, as of what engineers built."""
    link, board = state.crossings.get(hexside), state.scenario.board
    ends = (board.place(end) for end in board.hexside_hexes(hexside) if end >= 0)
    told = link is not None and link.name.endswith(tuple(f" {col},{row}" for col, row in ends))
    return "" if told else place_text(state, hex_)


def hexes_text(board: Board, hexes: Iterable[int]) -> str:
    """Hexes by column and row, each once."""
    return listed([f"({col}, {row})" for col, row in map(board.place, dict.fromkeys(hexes))])


def side_name(state: GameState, side: str) -> str:
    return state.scenario.side(side).name


def store_name(scenario: Scenario, name: str) -> str:
    """How a store is called in the language of the scenario's texts. A dump has no name but its kind and its place."""
    kind, _space, place = name.partition(" ")
    named = {*(s.name for s in scenario.sources), *(d.name for d in scenario.depots)}
    if kind == "Dump" and place and name not in named:
        return _("Dump {place}").format(place=place)
    return scenario.shown(name)


def store_kind(state: GameState, index: int) -> str:
    """Source, Depot or Dump: dumps are those made in the battle."""
    if state.stores[index].is_source:
        return _("Source")
    return _("Depot") if index < len(state.scenario.sources) + len(state.scenario.depots) else _("Dump")


def store_title(state: GameState, index: int) -> str:
    """What a store is and how it is called: Depot Hamar-Daba."""
    kind, name = store_kind(state, index), store_name(state.scenario, state.stores[index].name)
    return name if name.startswith(kind) else f"{kind} {name}".rstrip()
