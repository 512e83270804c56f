"""A notice: one event in words, and what the events of a step are told with."""

from __future__ import annotations

from dataclasses import dataclass

from khalkhin.core.fog.contacts import is_contact
from khalkhin.core.model.state import GameState
from khalkhin.core.timeline.timeline import Entry
from khalkhin.text.names import in_sentence, place_text, side_name, store_name
from khalkhin.translation import _


@dataclass(frozen=True, slots=True)
class Notice:
    """An event in words: its text and tone, the hex it happened in (-1: nowhere), how much it matters (3 decisive,
    2 for the turn's summary, 1 of a fight, 0 for the log alone), the fact of the account it tells of, if any, and
    whether it tells of `harm` to a unit, which a summary adds up by unit."""

    text: str
    tone: str = "normal"
    hex: int = -1
    weight: int = 1
    fact: str = ""
    harm: bool = False


@dataclass(frozen=True, slots=True)
class Telling:
    """Who is told what happened between two states: a side, or everybody (an umpire) where `viewer` is empty. To a
    side the states are its views."""

    before: GameState
    after: GameState
    viewer: str

    def unit(self, unit_id: str) -> str:
        """What a unit is called within a sentence; enemies that are only contacts have no name."""
        return unit_name(self.before, self.after, unit_id)

    def name(self, unit_id: str) -> str:
        """The same where a sentence begins."""
        return capital(self.unit(unit_id))

    def place(self, hex_: int) -> str:
        return place_text(self.after, hex_) if hex_ >= 0 else _("a place off the map")

    def side(self, side: str) -> str:
        return side_name(self.after, side)

    def shown(self, name: str) -> str:
        """What is shown for the name of a place."""
        return self.after.scenario.shown(name)

    def store(self, name: str) -> str:
        """How a store is called."""
        return store_name(self.after.scenario, name)

    def own(self, unit_id: str) -> bool:
        """Whether a unit is the viewer's."""
        unit = self.after.unit(unit_id)
        return unit is not None and unit.side == self.viewer

    def hears(self, side: str) -> bool:
        """Whether what concerns a side alone is told."""
        return self.viewer in ("", side)

    def hears_of(self, unit_id: str) -> bool:
        """Whether what concerns the side of a unit alone is told."""
        return not self.viewer or self.own(unit_id)

    def loss(self, unit_id: str) -> str:
        """The tone of harm to a unit."""
        return "bad" if self.own(unit_id) else "good"

    def gain(self, side: str) -> str:
        """The tone of what is good for a side."""
        return "good" if side == self.viewer else "bad"

    def entry(self, entry: str) -> Entry | None:
        """An entry of the timeline by its id."""
        return next((e for e in self.after.scenario.timeline if e.id == entry), None)


def unit_name(before: GameState, after: GameState, unit_id: str) -> str:
    """The name of a unit as an event calls it; enemies that are only contacts have no name."""
    unit = after.unit(unit_id) or before.unit(unit_id)
    return _("an enemy unit") if unit is None or is_contact(unit_id) else in_sentence(unit.spec.name)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def number_of(name: str) -> int:
    """Whether a name is of one or of several, as verbs must know: the Kwantung Army takes, the Soviet forces take."""
    return 2 if name.endswith("s") else 1
