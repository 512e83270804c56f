"""What stands on a scenario's card: facts that are shown before the scenario itself is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from khalkhin.core.model.rules import Handicap
from khalkhin.core.model.scenario import Scenario

#: What a turn takes a player, roughly: minutes for the turn itself, and for each unit of a side.
TURN_MINUTES, UNIT_MINUTES = 2.0, 0.25
#: Letters of a briefing that are kept: more than a card shows.
MOST_LETTERS = 600

_Count = Annotated[int, Field(ge=0, le=1_000_000)]


@dataclass(frozen=True, slots=True)
class CardSide:
    """A side on a card, with how many units it has in all and how its briefing begins."""

    id: str
    name: str
    nations: tuple[str, ...]
    briefing: str
    units: _Count


@dataclass(frozen=True, slots=True)
class Card:
    """The facts of a scenario; of one with faults that keep it from being played, `faulty` and a title only. Dates are
    ISO; `width` and `height` are hexes, `handicap` is what a level gives a side."""

    title: str
    faulty: bool = False
    description: str = ""
    first: str = ""
    last: str = ""
    turns: _Count = 0
    width: _Count = 0
    height: _Count = 0
    sides: tuple[CardSide, ...] = ()
    handicap: Handicap | None = None

    @property
    def units(self) -> int:
        """How many units take part in all."""
        return sum(side.units for side in self.sides)

    @property
    def hours(self) -> int:
        """How many hours one player needs for the battle, roughly; at least one."""
        minutes = self.turns * (TURN_MINUTES + UNIT_MINUTES * self.units / 2)
        return max(1, round(minutes / 60))


FORM: TypeAdapter[Card] = TypeAdapter(Card)


def text_of(card: Card) -> str:
    """A card as JSON."""
    return FORM.dump_json(card).decode()


def card_in(text: str | bytes) -> Card | None:
    """The card that a text is; None if it is none."""
    try:
        return FORM.validate_json(text)
    except ValidationError:
        return None


def card_of(scenario: Scenario) -> Card:
    """The card of a scenario that can be played."""
    calendar = scenario.calendar
    return Card(
        scenario.title,
        False,
        " ".join(scenario.description.split()),
        calendar[0].date,
        calendar[-1].date,
        len(calendar),
        scenario.board.width,
        scenario.board.height,
        tuple(
            CardSide(
                side.id,
                side.name,
                tuple(map(scenario.shown, side.nations)),
                " ".join(side.briefing.split())[:MOST_LETTERS],
                sum(spec.side == side.id for spec in scenario.order_of_battle),
            )
            for side in scenario.sides
        ),
        scenario.rules.handicap,
    )
