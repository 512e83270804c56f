"""A staff asked in a process of its own, so that the window never waits for it."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass

from pydantic import TypeAdapter, ValidationError

from khalkhin.core.model.scenario import Scenario
from khalkhin.play import logfile
from khalkhin.play.inquiry.account import Account, Question, find
from khalkhin.play.processes.child import Child, Said
from khalkhin.play.processes.serving import Parent
from khalkhin.play.session.film import ALL, Film
from khalkhin.play.session.seat_rows import HUMAN
from khalkhin.translation import _

log = logging.getLogger(__name__)

_READER = TypeAdapter(Account)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """There is no answer; `reason` is a sentence."""

    reason: str


def may_ask(sights: tuple[str, ...]) -> bool:
    """Whether staffs may be asked by one who may look with these eyes: with all, when the battle is over or no person
    plays in it."""
    return ALL in sights


def turn_to_ask(film: Film, position: int) -> int:
    """The number of the turn of a side that a position of a film is in; at the battle's end that of the last one."""
    turn = film.turn_at(position)
    return turn - 1 if turn and film.turns[turn].mark.over else turn


def question(film: Film, number: int) -> Question:
    """What to ask about a turn of a side, by its number in a film."""
    turn = film.turns[number]
    players = film.header.players
    commanders = tuple(turn.commander(players, nth) for nth in range(len(turn.orders)))
    return Question(turn.mark.raw, tuple(turn.orders), commanders, film.header.seed)


def asked_of(film: Film, number: int) -> str:
    """The computer player who commanded in a turn of a side, by its number; empty where only people did."""
    turn = film.turns[number]
    commanders = question(film, number).commanders or (turn.ended_by(film.header.players),)
    return next((name for name in commanders if name != HUMAN), "")


class Inquiry:
    """Begins at once. Look with :meth:`poll`, end with :meth:`close`; neither waits."""

    def __init__(self, asked: Question, scenario: Scenario) -> None:
        self.orders = len(asked.orders)
        #: How many of them have been gone through.
        self.done = 0
        self._answer: Account | Unanswered | None = None
        self._child = Child(answer, asked, scenario)

    @property
    def pid(self) -> int | None:
        """The number of the process, once there is one."""
        return self._child.pid

    def poll(self) -> Account | Unanswered | None:
        """What was answered; None while it is being thought of."""
        while self._answer is None and (news := self._child.news()) is not None:
            match news:
                case Said(_, {"done": int(done)}):
                    self.done = done
                case Said(_, {"account": found}):
                    self._answer = self._read(found)
                case _:
                    self._answer = self._failed(news)
        return self._answer

    def _read(self, found: object) -> Account | Unanswered:
        try:
            return _READER.validate_python(found)
        except ValidationError as error:
            return self._failed(error)

    def _failed(self, why: object) -> Unanswered:
        log.warning("a staff was asked: %s", why)
        told = _("The staff gives no answer: its process stopped, or the journal does not fit the rules of today.")
        return Unanswered(f"{told} {logfile.where()}")

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._child.close()


def answer(parent: Parent, asked: Question, scenario: Scenario) -> None:
    """The process: find the account, and tell how far it has come."""
    account = find(asked, scenario, lambda done: parent.say({"done": done}))
    parent.say({"account": asdict(account)})
