"""Where a scene can lead, as values. The router makes the scene; a room of the window knows no other room."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from khalkhin.ui.ports.found import Opened, OpeningFault
from khalkhin.ui.widgets.rows import RowAction

if TYPE_CHECKING:  # The first picture waits for neither.
    from khalkhin.core.model.scenario import Scenario
    from khalkhin.ui.ports.campaign_port import Under
    from khalkhin.ui.ports.game_port import GamePort


@dataclass(frozen=True, slots=True)
class ToStart:
    """The start screen; what went wrong on the way is told over it. One who comes for the first time is offered the
    first lesson (`welcome`)."""

    fault: OpeningFault | None = None
    welcome: bool = False


@dataclass(frozen=True, slots=True)
class ToNewBattle:
    """The choice of a battle and of who fights it."""


@dataclass(frozen=True, slots=True)
class ToSaves:
    """The saved games; `playing` is the one that is being played in this window."""

    playing: Path | None = None


@dataclass(frozen=True, slots=True)
class ToCampaigns:
    """The kept campaigns, and a new one."""


@dataclass(frozen=True, slots=True)
class ToLessons:
    """The lessons; `chosen` is the one that is shown first, by its id."""

    chosen: str = ""


@dataclass(frozen=True, slots=True)
class ToLesson:
    """A lesson, where it was left or `anew`."""

    lesson: str
    anew: bool = False


@dataclass(frozen=True, slots=True)
class ToPuzzles:
    """The puzzles; `chosen` is the one that is shown first, by its id."""

    chosen: str = ""


@dataclass(frozen=True, slots=True)
class ToPuzzle:
    """A puzzle, from its beginning."""

    puzzle: str


@dataclass(frozen=True, slots=True)
class ToSettings:
    """The player's settings."""


@dataclass(frozen=True, slots=True)
class ToKeys:
    """The keys, to be bound anew."""


@dataclass(frozen=True, slots=True)
class ToHelp:
    """Mouse and keys."""


@dataclass(frozen=True, slots=True)
class ToRules(RowAction):
    """The rulebook, at a chapter by its key. A row may lead there."""

    chapter: str = ""


@dataclass(frozen=True, slots=True)
class ToLegend:
    """The signs of the map and its counters."""


@dataclass(frozen=True, slots=True)
class ToHistory(RowAction):
    """The history, at a section and one of its parts (a month, a scenario, a place's name, a fact's
    number). A row may lead there."""

    section: str = "chronology"
    part: str = ""


@dataclass(frozen=True, slots=True)
class ToCopy:
    """A copy of a saved game that another window plays."""

    path: Path


@dataclass(frozen=True, slots=True)
class ToJournal:
    """A battle, taken up from its journal."""

    path: Path


@dataclass(frozen=True, slots=True)
class ToRescue:
    """What is shown after a fault of the game itself: what it was, where it is written down, and the journal of the
    battle that was shown, if one was."""

    detail: str
    where: str
    journal: Path | None


@dataclass(frozen=True, slots=True)
class ToBattle:
    """A battle that was opened: its briefing first if it is new, then its map."""

    opened: Opened


@dataclass(frozen=True, slots=True)
class ToMap:
    """The map of a battle."""

    session: GamePort


@dataclass(frozen=True, slots=True)
class ToBriefing:
    """A side's briefing, read again over its battle."""

    session: GamePort
    side: str


@dataclass(frozen=True, slots=True)
class ToEnd:
    """The end of a battle, as one side is shown it."""

    session: GamePort
    viewer: str


@dataclass(frozen=True, slots=True)
class ToReport:
    """The after-action report of a journal, written and shown."""

    journal: Path | None
    scenario: Scenario


@dataclass(frozen=True, slots=True)
class ToFilm:
    """A battle watched again from its journal. `side` is the one whose player asked, and alone may look while the
    battle goes on; empty where it is asked for from outside. `back` is the journal of the battle that is gone on with
    afterwards."""

    journal: Path
    side: str = ""
    back: Path | None = None


@dataclass(frozen=True, slots=True)
class ToCampaign:
    """The map of a campaign under way."""

    under: Under


@dataclass(frozen=True, slots=True)
class ToWhereItCameFrom:
    """Back from a battle: to its campaign's map, or to the start screen if it is of none."""

    session: GamePort


Destination = (
    ToStart
    | ToNewBattle
    | ToSaves
    | ToCampaigns
    | ToLessons
    | ToLesson
    | ToPuzzles
    | ToPuzzle
    | ToSettings
    | ToKeys
    | ToHelp
    | ToRules
    | ToLegend
    | ToHistory
    | ToCopy
    | ToJournal
    | ToRescue
    | ToBattle
    | ToMap
    | ToBriefing
    | ToEnd
    | ToReport
    | ToFilm
    | ToCampaign
    | ToWhereItCameFrom
)
