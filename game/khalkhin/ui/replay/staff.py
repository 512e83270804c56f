"""A staff asked over a film: what it answers beside the map, and its plan drawn on it."""

from __future__ import annotations

from khalkhin.core.board import hexgrid
from khalkhin.core.board.board import Board
from khalkhin.core.model.state import GameState
from khalkhin.play.inquiry.account import Account, Mission, Task
from khalkhin.play.inquiry.job import Inquiry, Unanswered, asked_of, question, turn_to_ask
from khalkhin.play.session.film import Film
from khalkhin.text.amounts import and_more
from khalkhin.text.players import staff_account as words
from khalkhin.translation import _, ngettext
from khalkhin.ui.map.map_contents import Layer, Note, Polyline
from khalkhin.ui.planning.actions import LookAt
from khalkhin.ui.replay.rows import knew
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row

#: The tones of tasks: of what is drawn on the map, and of the lines beside it.
TONES: dict[Task, tuple[str, str]] = {
    Task.PIN: ("warning", "warn"),
    Task.ENVELOP: ("gold", "gold"),
    Task.SEAL: ("danger", "bad"),
    Task.REDUCE: ("danger", "bad"),
    Task.ADVANCE: ("good", "good"),
    Task.RESERVE: ("info", "blue"),
    Task.HOLD: ("info", "blue"),
    Task.RELIEVE: ("info", "blue"),
}
#: Tasks that are a way to go, and so an arrow.
WAYS = (Task.PIN, Task.ENVELOP, Task.ADVANCE, Task.RELIEVE)
#: Assaults and aims that are listed.
LISTED = 12


class StaffAsked:
    """One question about the turn of a side that a position of a film is in, until it is closed."""

    def __init__(self, film: Film, position: int) -> None:
        self.turn = turn_to_ask(film, position)
        self.side = film.turns[self.turn].mark.side
        self.first = film.first_of(self.turn)
        self.name = film.scenario.side(self.side).name
        self.player = asked_of(film, self.turn)
        self.orders = len(film.turns[self.turn].orders)
        self.answer: Account | Unanswered | None = None
        self._state = film.state(self.first)
        self._job = Inquiry(question(film, self.turn), film.scenario) if self.player else None
        self._layer: Layer | None = None

    @property
    def waiting(self) -> bool:
        """Whether the staff is still thinking."""
        return self._job is not None and self.answer is None

    def poll(self) -> bool:
        """Look whether there is an answer. Returns whether anything is new."""
        if self._job is None or self.answer is not None:
            return False
        done = self._job.done
        self.answer = self._job.poll()
        return self.answer is not None or self._job.done != done

    def close(self) -> None:
        """Let the process go."""
        if self._job is not None:
            self._job.close()

    # ------------------------------------------------------------------ told

    def rows(self, position: int) -> list[Row]:
        """The answer, with what was weighed for the order that leads on from a position."""
        rows: list[Row] = [Heading(_("The staff is asked")), Line(self.name, style="bold"), Gap(4)]
        answer = self.answer
        if self._job is None:
            return [*rows, Line(words.thoughts_of_its_own(self.name))]
        if answer is None:
            told = ngettext(
                "It goes through its papers: {done} of {orders} order.",
                "It goes through its papers: {done} of {orders} orders.",
                self.orders,
            )
            return [*rows, Line(told.format(done=self._job.done, orders=self.orders), tone="dim")]
        if isinstance(answer, Unanswered):
            return [*rows, Line(answer.reason, tone="warn")]
        rows += [Line(words.headline(self.name, answer), tone="dim", style="small"), Gap(6)]
        if not answer.plans:
            return [*rows, Line(words.no_plans(self.name))] if answer.decisions else rows
        return [*rows, *self._plan(answer), *self._next(answer, position), *self._assaults(answer)]

    def _plan(self, answer: Account) -> list[Row]:
        state = self._state
        rows: list[Row] = [Heading(_("Its plan for the turn"))]
        for found in answer.missions:
            look = LookAt(found.hexes[-1]) if found.hexes else None
            rows.append(Line(words.mission(state, found), tone=TONES[Task(found.task)][1], action=look))
        if not answer.missions:
            rows.append(Line(_("Nobody to fight with."), tone="dim"))
        told = words.aims(state, answer)
        rows += [Line(text, style="small", action=_look(hex_)) for text, hex_ in told[:LISTED]]
        if len(told) > LISTED:
            rows.append(Line(and_more(len(told) - LISTED), tone="dim", style="small"))
        believed = Line(_("The map shows it in its eyes."), tone="dim", style="small")
        return [*rows, Gap(6), Heading(_("What it believed")), *knew(state, self.side)[1:], believed, Gap(6)]

    def _next(self, answer: Account, position: int) -> list[Row]:
        """The order that comes next in the film."""
        number = position - self.first
        found = next((d for d in answer.decisions if d.number == number), None)
        if found is None:
            return []
        rows: list[Row] = [Heading(_("The next order"))]
        for nth, (text, hex_) in enumerate(words.decision(self._state, found)):
            rows.append(Line(text, tone="dim" if nth else "normal", action=_look(hex_)))
        return [*rows, Gap(6)]

    def _assaults(self, answer: Account) -> list[Row]:
        """The assaults of the turn, and the best that was left."""
        rows: list[Row] = [Heading(_("Assaults it chose"))]
        seen: set[int] = set()
        for found in answer.decisions:
            if found.assault is not None and found.assault.chosen.target not in seen:
                chosen = found.assault.chosen
                seen.add(chosen.target)
                rows.append(Line(words.assault(self._state, chosen), action=LookAt(chosen.target)))
        if not seen:
            rows.append(Line(_("None: no assault it could make was worth its risk."), tone="dim"))
        best = answer.left
        look = None if best is None else LookAt(best.target)
        return [*rows, Gap(4), Line(words.left(self._state, answer), tone="warn", action=look)]

    # ------------------------------------------------------------------ drawn

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The plan on the map: arrows of ways, frames of places, assaults in red, the best one left in amber."""
        if not isinstance(self.answer, Account):
            return ()
        if self._layer is None:
            self._layer = plan_layer(self._state, self.answer)
        return (self._layer,)


def _look(hex_: int) -> LookAt | None:
    return LookAt(hex_) if hex_ >= 0 else None


def plan_layer(state: GameState, account: Account) -> Layer:
    """See :attr:`StaffAsked.layers`."""
    ways, notes, framed = [], [], []
    for mission in account.missions:
        task = Task(mission.task)
        tone = TONES[task][0]
        start = _start(state, account.side, mission)
        if start is None:
            continue
        if task in WAYS and (path := _path(state.scenario.board, start, mission.hexes)):
            ways.append(Polyline(path, 5.0 if task is Task.ENVELOP else 3.5, tone))
        elif mission.hexes:
            framed.append((tone, frozenset(mission.hexes)))
        notes.append(Note(start, state.scenario.shown(mission.formation) or _("Independent"), tone))
    chosen = frozenset(d.assault.chosen.target for d in account.decisions if d.assault is not None)
    if chosen:
        framed.append(("danger", chosen))
    if account.left is not None:
        framed.append(("warning", frozenset({account.left.target})))
    title = _("The plan of the {side}").format(side=state.scenario.side(account.side).name)
    return Layer(title, framed=tuple(framed), ways=tuple(ways), notes=tuple(notes))


def _start(state: GameState, side: str, mission: Mission) -> int | None:
    """Where a formation is: the hex of its fighting unit nearest to where it goes."""
    board = state.scenario.board
    units = [u for u in state.side_units(side) if u.is_combat and u.hex >= 0 and u.spec.formation == mission.formation]
    if not units:
        return None
    if not mission.hexes:
        return units[0].hex
    return min((u.hex for u in units), key=lambda h: (board.distance(h, mission.hexes[-1]), h))


def _path(board: Board, start: int, way: tuple[int, ...]) -> tuple[int, ...]:
    """The hexes of an arrow from a hex along the rest of a way; empty where it is at its end."""
    if not way:
        return ()
    nearest = min(range(len(way)), key=lambda i: (board.distance(start, way[i]), -i))
    path = [start]
    for stop in way[nearest:]:
        straight, _other = hexgrid.lines(board.hexes[path[-1]], board.hexes[stop])
        for step in straight[1:]:
            hex_ = board.index_of(step)
            if hex_ is None:
                return ()
            path.append(hex_)
    return tuple(path) if len(path) > 1 else ()
