"""What scenes over a battle leave to it."""

from __future__ import annotations

from dataclasses import dataclass

from khalkhin.play.rehearsal.plan import Plan
from khalkhin.play.session.trouble import Remedy
from khalkhin.ui.battle.edited import Mended
from khalkhin.ui.desk.results import Led
from khalkhin.ui.dialogs.dialog import Ticked
from khalkhin.ui.panels.unfinished import Matter
from khalkhin.ui.planning.actions import LookAt, SelectUnit
from khalkhin.ui.scene import Result


@dataclass(frozen=True, slots=True)
class Save(Result):
    """Save the game."""


@dataclass(frozen=True, slots=True)
class ReadBriefing(Result):
    """Show the side's briefing again."""


@dataclass(frozen=True, slots=True)
class Leave(Result):
    """Leave the battle, for its campaign's map or the start screen; it can be gone on with."""


@dataclass(frozen=True, slots=True)
class WatchFilm(Result):
    """Watch the battle from its beginning up to now; then it is gone on with."""


@dataclass(frozen=True, slots=True)
class AskSurrender(Result):
    """Ask whether a campaign's battle is to be given up."""


@dataclass(frozen=True, slots=True)
class Surrender(Result):
    """Give the battle up: it counts as it stands."""


@dataclass(frozen=True, slots=True)
class Anew(Result):
    """The lesson from its beginning."""


@dataclass(frozen=True, slots=True)
class PartAgain(Result):
    """The lesson's step from where it began."""


@dataclass(frozen=True, slots=True)
class QuitGame(Result):
    """Leave the program."""


@dataclass(frozen=True, slots=True)
class TookOver(Result):
    """The next player is at the machine; `watch` tells that he wants to see again what happened first."""

    watch: bool = False


@dataclass(frozen=True, slots=True)
class AskSeats(Result):
    """Show who plays each side."""


@dataclass(frozen=True, slots=True)
class HandToComputer(Result):
    """The computer commands a side for so many turns of its own, or until it is taken back if 0."""

    side: str
    turns: int


@dataclass(frozen=True, slots=True)
class AskBack(Result):
    """A side is to be taken back from the computer by its player, who may have to say its code word."""

    side: str


@dataclass(frozen=True, slots=True)
class TookBack(Result):
    """The player of a side is there to command it again."""

    side: str


@dataclass(frozen=True, slots=True)
class Show(Result):
    """Show on the map what a row of another screen was about."""

    action: LookAt | SelectUnit


@dataclass(frozen=True, slots=True)
class ShowLine(Result):
    """Show on the map what a line of the recap, by its number, was about."""

    action: LookAt | SelectUnit
    line: int


@dataclass(frozen=True, slots=True)
class WatchAgain(Result):
    """Show again what happened since the last orders."""


@dataclass(frozen=True, slots=True)
class Chosen(Result):
    """An answer to a choice of the timeline."""

    entry: str
    answer: str


@dataclass(frozen=True, slots=True)
class PutOff(Result):
    """The choice waits: the player looks at the map first."""


@dataclass(frozen=True, slots=True)
class LeaveMap(Result):
    """A unit leaves the map."""

    unit: str


@dataclass(frozen=True, slots=True)
class EndTheTurn(Result):
    """End the turn, units that could still act or not."""


@dataclass(frozen=True, slots=True)
class OpenArmy(Result):
    """Show the page of the army."""


@dataclass(frozen=True, slots=True)
class Hush(Result):
    """Do not tell of a matter again when a turn ends."""

    matter: Matter


@dataclass(frozen=True, slots=True)
class KeepPlan(Result):
    """Keep what was rehearsed as a plan, and leave the rehearsal; without one, ask what is to become of it."""

    plan: Plan | None


@dataclass(frozen=True, slots=True)
class LeaveRehearsal(Result):
    """Throw away what was rehearsed, and leave the rehearsal."""


@dataclass(frozen=True, slots=True)
class Rehearsed(Result):
    """A rehearsal was left, with the plan that is to be kept, if one is."""

    plan: Plan | None


@dataclass(frozen=True, slots=True)
class RehearsePlan(Result):
    """Begin a rehearsal with the orders of the plan that is kept."""


@dataclass(frozen=True, slots=True)
class DropPlan(Result):
    """Throw the plan away that is kept."""


@dataclass(frozen=True, slots=True)
class GivePlanned(Result):
    """Give the next order of the plan."""


@dataclass(frozen=True, slots=True)
class TakeRemedy(Result):
    """What is to be done about a computer that does not play on."""

    remedy: Remedy


#: What is about a rehearsal, and the plan that came of one.
PlanResult = KeepPlan | LeaveRehearsal | Rehearsed | RehearsePlan | DropPlan | GivePlanned
#: What is about the seats at the table.
SeatResult = TookOver | AskSeats | HandToComputer | AskBack | TookBack
BattleResult = (
    Save
    | ReadBriefing
    | Leave
    | WatchFilm
    | AskSurrender
    | Surrender
    | Anew
    | PartAgain
    | QuitGame
    | SeatResult
    | PlanResult
    | Show
    | ShowLine
    | WatchAgain
    | Chosen
    | PutOff
    | LeaveMap
    | EndTheTurn
    | OpenArmy
    | Hush
    | TakeRemedy
    | Led
    | Mended
    | Ticked
)
