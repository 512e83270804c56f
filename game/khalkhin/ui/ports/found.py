"""What the window's ports find in files, as plain values. Nothing is loaded for them: the first picture needs some."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from khalkhin.translation import _

if TYPE_CHECKING:
    from khalkhin.ui.ports.game_port import GamePort


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved game: when it was `written`, facts to show beside it, or what is wrong with it. `stands` says in words
    where the battle stands, `over` that it has ended, `kept` that it is a copy which a player has kept by hand."""

    path: Path
    title: str
    facts: tuple[tuple[str, str], ...] = ()
    problem: str = ""
    written: str = ""
    stands: str = ""
    over: bool = False
    kept: bool = False

    @property
    def label(self) -> str:
        """What tells it in a list from others of the same battle and turn."""
        return "  ·  ".join(part for part in (self.title, _("kept by hand") if self.kept else "", self.written) if part)


@dataclass(frozen=True, slots=True)
class OpeningFault:
    """Why something could not be opened. `copy` is a game that another window plays, of which a copy can be opened."""

    title: str
    text: str
    copy: Path | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A game to play; `fresh` when it has just begun."""

    session: GamePort
    fresh: bool
