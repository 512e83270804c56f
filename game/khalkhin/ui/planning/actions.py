"""What a click on a row of the battle's panels asks for."""

from __future__ import annotations

from dataclasses import dataclass

from khalkhin.play.intentions.intentions import Until
from khalkhin.ui.planning.choices import Target
from khalkhin.ui.widgets.rows import RowAction


@dataclass(frozen=True, slots=True)
class LookAt(RowAction):
    """Show a hex on the map."""

    hex: int


@dataclass(frozen=True, slots=True)
class SelectUnit(RowAction):
    """Select a unit, and show it."""

    unit: str


@dataclass(frozen=True, slots=True)
class Pick(RowAction):
    """Take a choice from the list of orders."""

    choice: str


@dataclass(frozen=True, slots=True)
class AimAt(RowAction):
    """Aim the order being put together at a target."""

    target: Target


@dataclass(frozen=True, slots=True)
class TurnDial(RowAction):
    """More or less of a number of the order being put together."""

    dial: str
    by: int


@dataclass(frozen=True, slots=True)
class ConfirmDraft(RowAction):
    """Give the order that was put together."""


@dataclass(frozen=True, slots=True)
class StepBack(RowAction):
    """Back to the list of orders."""


@dataclass(frozen=True, slots=True)
class Toggle(RowAction):
    """Tick or untick a participant of the planned assault."""

    unit: str


@dataclass(frozen=True, slots=True)
class TurnSorties(RowAction):
    """More or fewer sorties in support of the planned assault."""

    by: int


@dataclass(frozen=True, slots=True)
class ToggleSetPiece(RowAction):
    """Make the planned assault a set-piece, or not."""


@dataclass(frozen=True, slots=True)
class ToggleAdvance(RowAction):
    """Advance after the planned assault, or not."""


@dataclass(frozen=True, slots=True)
class SetPriority(RowAction):
    """How the staff fills a store (by index)."""

    store: int
    priority: int


@dataclass(frozen=True, slots=True)
class PickFor(RowAction):
    """Take a choice from the list of orders of a unit (empty: of the whole army)."""

    unit: str
    choice: str


@dataclass(frozen=True, slots=True)
class PlanAssault(RowAction):
    """Plan an assault on a hex."""

    hex: int


@dataclass(frozen=True, slots=True)
class OpenRoster(RowAction):
    """Show all units in a table: on one of its pages, narrowed to what is so, both by their names; empty as it was
    left."""

    page: str = ""
    only: str = ""


@dataclass(frozen=True, slots=True)
class ShowPage(RowAction):
    """Turn the panel to one of its pages, by its name."""

    page: str


@dataclass(frozen=True, slots=True)
class CarryOn(RowAction):
    """Go on with the march of the picked units."""


@dataclass(frozen=True, slots=True)
class GiveUp(RowAction):
    """Nothing more is intended for the picked units."""


@dataclass(frozen=True, slots=True)
class HoldUntil(RowAction):
    """The picked units hold, or hold no longer."""

    until: Until


@dataclass(frozen=True, slots=True)
class PickFormation(RowAction):
    """Pick the whole formation of the selected unit."""


@dataclass(frozen=True, slots=True)
class SendThem(RowAction):
    """Send the units where they are about to be sent."""


PanelAction = (
    LookAt
    | SelectUnit
    | Pick
    | AimAt
    | TurnDial
    | ConfirmDraft
    | StepBack
    | Toggle
    | TurnSorties
    | ToggleSetPiece
    | ToggleAdvance
    | SetPriority
    | PickFor
    | PlanAssault
    | OpenRoster
    | ShowPage
    | CarryOn
    | GiveUp
    | HoldUntil
    | PickFormation
    | SendThem
)
