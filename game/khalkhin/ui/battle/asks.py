"""What a battle's controller wants put before the player. The screen makes scenes of it."""

from __future__ import annotations

from dataclasses import dataclass

from khalkhin.core.timeline.timeline import Entry
from khalkhin.play.session.trouble import Trouble
from khalkhin.ui.panels.unfinished import Concern
from khalkhin.ui.widgets.rows import Row


@dataclass(frozen=True, slots=True)
class Telegram:
    """A message of the timeline, under the date it came."""

    entry: Entry
    dateline: str


@dataclass(frozen=True, slots=True)
class Note:
    """A message of the program about this battle."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Unwritten:
    """The computer's order cannot be kept: it is asked for again, or the battle is left as it is kept."""

    why: str


@dataclass(frozen=True, slots=True)
class InTrouble:
    """The computer does not play on: what is to be done."""

    trouble: Trouble


@dataclass(frozen=True, slots=True)
class Briefing:
    """A side's briefing."""

    side: str


@dataclass(frozen=True, slots=True)
class Recap:
    """What a side reads when its turn begins, in one dialog: what happened since it last gave orders, messages of the
    timeline, and before its first turn its briefing (if `briefing` is that side). `watch` tells whether what happened
    can be watched again."""

    rows: tuple[Row, ...] = ()
    letters: tuple[Telegram, ...] = ()
    briefing: str = ""
    watch: bool = False


@dataclass(frozen=True, slots=True)
class Decide:
    """A choice of the timeline that waits for an answer."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class CoverMap:
    """The map is covered until the player of a side is at the machine."""

    side: str


@dataclass(frozen=True, slots=True)
class ConfirmEnd:
    """Whether to end the turn with units, by name, that could still act, and with all else that is left undone."""

    idle: tuple[str, ...]
    left: tuple[Concern, ...] = ()


@dataclass(frozen=True, slots=True)
class ConfirmExit:
    """Whether a unit is to leave the map."""

    unit: str
    name: str


@dataclass(frozen=True, slots=True)
class OpenSupply:
    """The supply screen."""


@dataclass(frozen=True, slots=True)
class OpenArmyTable:
    """The army screen."""


@dataclass(frozen=True, slots=True)
class OpenSearch:
    """The search box."""


@dataclass(frozen=True, slots=True)
class OpenPlan:
    """The plan that is kept."""


@dataclass(frozen=True, slots=True)
class OpenMenu:
    """The battle's menu."""


@dataclass(frozen=True, slots=True)
class Over:
    """The battle is at its end."""


#: What waits to be read, one after the other.
Message = Telegram | Note | Unwritten | Briefing | Recap
Ask = (
    Message
    | InTrouble
    | Decide
    | CoverMap
    | ConfirmEnd
    | ConfirmExit
    | OpenSupply
    | OpenArmyTable
    | OpenSearch
    | OpenPlan
    | OpenMenu
    | Over
)
