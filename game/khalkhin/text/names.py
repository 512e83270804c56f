"""What places, sides, turns and stores are called, and how much of a longer text fits."""

from __future__ import annotations

from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.play.report.dates import date_text
from khalkhin.translation import _

#: How the staff fills a depot, by its priority.
PRIORITIES = ("not at all", "as usual", "sooner than others", "before all others")


def first_sentences(text: str, room: int = 260) -> str:
    """As many whole sentences from the beginning as there is room for, in letters."""
    text = " ".join(text.split())
    if len(text) <= room:
        return text
    end = text.rfind(". ", 0, room)
    return text[: end + 1] if end > 80 else text[:room].rstrip() + "…"


def turn_text(state: GameState) -> str:
    """Date, clock, light and weather of the turn."""
    info = state.info
    weather = "" if info.weather == "clear" else f", {info.weather}"
    return f"{date_text(info.date)}, {info.clock} · {info.light.value}{weather}"


def place_text(state: GameState, hex_: int) -> str:
    """The name of a place if the hex has one, and its column and row."""
    col, row = state.scenario.board.place(hex_)
    for objective in state.scenario.objectives:
        if objective.hex == hex_:
            return f"{objective.name} ({col},{row})"
    for label in state.scenario.labels:
        if label.hex == hex_ and label.kind != "river":
            return f"{label.text} ({col},{row})"
    return f"({col},{row})"


def unit_title(unit: Unit) -> str:
    """The name of a unit, or what one is called that is only a contact."""
    return unit.spec.name or _("Unidentified unit")


def side_name(state: GameState, side: str) -> str:
    return state.scenario.side(side).name


def store_kind(state: GameState, index: int) -> str:
    """Source, Depot or Dump: dumps are those made in the battle."""
    if state.stores[index].is_source:
        return "Source"
    return "Depot" if index < len(state.scenario.sources) + len(state.scenario.depots) else "Dump"
