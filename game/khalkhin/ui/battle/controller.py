"""A battle as a player deals with it: orders to the game, what happened taken in, what is to be read and decided next.

No pygame: the screen tells it what was clicked or asked for, and shows what it holds. What it wants put before the
player it answers as an :data:`~khalkhin.ui.battle.asks.Ask`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Protocol, assert_never

from khalkhin.core.combat.combat import Forecast
from khalkhin.core.events.events import Event
from khalkhin.core.fog.view import View
from khalkhin.core.orders.errors import IllegalOrder
from khalkhin.core.orders.legal import why_illegal
from khalkhin.core.orders.orders import Assault, Choose, EndTurn, Exit, Order
from khalkhin.core.refusals import RefusalCode
from khalkhin.core.timeline.timeline import Entry
from khalkhin.play.intentions.intentions import March
from khalkhin.play.rehearsal.game import Rehearsal
from khalkhin.play.rehearsal.plan import Plan
from khalkhin.play.session.journal import JournalError
from khalkhin.play.session.seat_rows import HUMAN
from khalkhin.play.session.trouble import Remedy
from khalkhin.play.session.unread import Unread, Witnessed
from khalkhin.text import takeback
from khalkhin.text.names import turn_text
from khalkhin.text.refusals import refusal_text
from khalkhin.text.rulebook import REFUSALS
from khalkhin.translation import _, ngettext
from khalkhin.ui.battle.asks import (
    Ask,
    Briefing,
    ConfirmEnd,
    ConfirmExit,
    CoverMap,
    Decide,
    InTrouble,
    Message,
    Note,
    OpenArmyTable,
    Over,
    Recap,
    Telegram,
    Unwritten,
)
from khalkhin.ui.desk.army_look import ArmyLook
from khalkhin.ui.events import eventlog, playback
from khalkhin.ui.events.playback import Become, Playback, Show, Tell, Walk, announce
from khalkhin.ui.events.steps import steps
from khalkhin.ui.panels import account as accounts
from khalkhin.ui.panels import orderrows, planrows, unfinished
from khalkhin.ui.panels.account import FightAccount
from khalkhin.ui.planning.actions import (
    AimAt,
    CarryOn,
    ConfirmDraft,
    GiveUp,
    HoldUntil,
    LookAt,
    OpenRoster,
    PanelAction,
    Pick,
    PickFor,
    PickFormation,
    PlanAssault,
    SelectUnit,
    SendThem,
    SetPriority,
    ShowPage,
    StepBack,
    Toggle,
    ToggleAdvance,
    ToggleSetPiece,
    TurnDial,
    TurnSorties,
)
from khalkhin.ui.planning.choices import Target
from khalkhin.ui.planning.marches import Marches
from khalkhin.ui.planning.planner import Planner
from khalkhin.ui.planning.tape import Distances, Tape
from khalkhin.ui.ports.beginning import COMPUTER
from khalkhin.ui.ports.game_port import GamePort
from khalkhin.ui.widgets.rows import Gap, Row

#: Orders of the computer taken in one frame while nothing of them is seen.
POLLS = 4
#: The tabs with a list of orders beneath.
ORDERING = ("info", "army")


class ScreenPort(playback.PlaybackPort, Protocol):
    """What the controller tells the screen beside that."""

    def glide(self, hex_: int) -> None:
        """Move the map to a hex."""
        ...

    def lend(self) -> None:
        """From here on the map moves by itself, to be given back where its player has it now."""
        ...

    def give_back(self) -> bool:
        """Let the map be where its player had it when it was lent, unless he has moved it since; whether it moved."""
        ...

    def hand_over(self, left: str) -> None:
        """The player of a side has left the machine: nothing that was before him may stay."""
        ...


class BattleController:
    """See the module. `viewer` is the side that is shown the battle; `hidden` while the machine changes hands."""

    def __init__(self, session: GamePort, stage: ScreenPort) -> None:
        self.session = session
        self.stage = stage
        people = session.people
        seated = session.humans or people
        viewer = session.active if session.active in seated or not seated else seated[0]
        self.log = eventlog.Log()
        self._thinking = False
        self._noticed = ""
        #: Messages by side, to be read when its player's turn begins; sides that have read their briefing.
        self._letters: dict[str, list[Telegram]] = {}
        self._briefed: set[str] = set()
        #: How each side's player looks at the table of his army.
        self._army_looks: dict[str, ArmyLook] = {}
        gone_on = self._recall(viewer)
        self._sit(viewer)
        if not gone_on and not self.own_turn:
            self.pending += self._letters.pop(viewer, [])
        self.hidden = len(people) > 1

    def _recall(self, viewer: str) -> bool:
        """Lay out for each player what he is to read first: of a battle just begun the briefing and what the timeline
        says at its start, of one gone on with all that he had not read. Returns whether it is gone on with."""
        session = self.session
        unread = session.unread()
        first = session.view(viewer).state.turn == 1
        for side in {*session.people, viewer}:
            found = unread.get(side, Unread(session.view(side) if first and not unread else None))
            # The first player has read a briefing before the battle came up.
            second = len(session.people) > 1 and bool(found.orders)
            if found.opening is None or (side == viewer and not second):
                self._briefed.add(side)
            letters = [] if found.opening is None else _opening(found.opening)
            for seen in found.orders:
                self.log.add(side, seen.before.state, seen.after.state, seen.events)
                letters += self._telegrams(seen.events, seen.after)
            self._letters[side] = letters
        return bool(unread)

    def _telegrams(self, seen: Iterable[Event], after: View) -> list[Telegram]:
        """Messages of the timeline among what a side witnessed."""
        return [Telegram(e, turn_text(after.state)) for e in eventlog.messages(self.session.scenario, seen)]

    def _sit(self, side: str) -> None:
        """The player of a side sits down. All that lies before a player is set here and nowhere else, each time anew,
        so that nothing stays of whoever sat here before."""
        self.viewer = side
        self.hidden = True
        own = self.session.active == side and side in self.session.humans
        self.planner = Planner(self.session.view(side), own)
        self.planner.intentions = self.session.intentions(side)
        self.planner.kept = self.kept
        self.planner.all_back = isinstance(self.session, Rehearsal)
        self.marches = Marches(self)
        self.playback = Playback(1.0)
        #: Accounts of fights that lie on the map until they are put away, or till the end of the viewer's turn; in the
        #: enemy's turn until something else is shown. The latest is the last.
        self.accounts: list[FightAccount] = []
        #: What waits to be read, one after the other.
        self.pending: list[Message] = []
        self.tab = "info"
        self.cursor: int | None = None
        self.hover: int | None = None
        #: The hexside nearest to the pointer, where it is over the map.
        self.near_side: int | None = None
        #: The measuring tape while something is measured.
        self.tape: Tape | None = None
        #: The line of the planned assault that the keyboard stands at.
        self.mark = 0
        self.note: tuple[str, str] = ("", "dim")
        #: What is said at the foot of the map once what is being shown has been seen.
        self._late: tuple[str, str] | None = None
        #: Whether what is said there was on the card of a fight too.
        self.on_card = False
        #: The chapter of the rules, by its key, that says more of what was refused; empty where nothing was.
        self.rule = ""
        self._greeted: tuple[int, str] | None = None
        self._put_off: set[str] = set()
        #: The messages that came with the last recap, and its line that was gone to last.
        self._read: tuple[Telegram, ...] = ()
        self.recap_line = -1
        #: What was told of marches and holds when the turn began.
        self._halted: tuple[Row, ...] = ()
        #: What is being watched again, order by order; None while nothing is.
        self._watched: Iterator[Witnessed] | None = None
        #: Whether there was anything to be seen of it.
        self._pictured = False

    def follow(self, old: BattleController) -> None:
        """Go on where another controller left the same position: what was read stays read, the list of events stays,
        and so does what lay before the player."""
        if self.viewer != old.viewer:
            self._sit(old.viewer)
        self.log, self._army_looks = old.log, old._army_looks
        self._letters, self._briefed = old._letters, old._briefed
        self._greeted, self._put_off, self.hidden = old._greeted, old._put_off, old.hidden
        self.tab, self.cursor = old.tab, old.cursor
        self.planner.selected = old.planner.selected

    # ------------------------------------------------------------------ what is shown

    @property
    def shown(self) -> View:
        """The view the map shows: the old one while events play over it."""
        return self.playback.view if self.playback.view is not None else self.planner.view

    @property
    def army_look(self) -> ArmyLook:
        """How the viewer looks at the table of his army."""
        return self._army_looks.setdefault(self.viewer, ArmyLook())

    @property
    def pointed(self) -> int | None:
        """The hex that is pointed at, by the cursor or the mouse."""
        return self.cursor if self.cursor is not None else self.hover

    @property
    def own_turn(self) -> bool:
        """Whether it is the turn of the side that looks on, and a person commands it."""
        return self.session.active == self.viewer and self.viewer in self.session.humans

    @property
    def playing(self) -> bool:
        """Whether something is being shown that happened."""
        return self.playback.busy or self._watched is not None

    @property
    def fighting(self) -> bool:
        """Whether a fight is being shown of which nothing is told yet."""
        return self.playing and self._late is not None

    @property
    def may_order(self) -> bool:
        """Whether orders can be given now."""
        return self.own_turn and not self.playing and not self.session.over and not self.hidden

    def say(self, text: str, tone: str = "normal") -> None:
        """Show one line at the foot of the map."""
        self.note = (text, tone)
        self.rule, self.on_card = "", False
        self.stage.present()

    def refuse(self, reason: str, code: RefusalCode | None = None) -> None:
        """Say why something is not done; the code is for the chapter of the rules that says more."""
        self.stage.sound("refuse")
        self.say(reason, "warn")
        self.rule = "" if code is None else REFUSALS[code]

    # ------------------------------------------------------------------ orders

    def give(self, order: Order, march: March | None = None) -> bool:
        """Hand an order to the game, given by hand or the leg of a `march`; a refusal is shown, nothing else changes.
        Returns whether it was carried out."""
        known = self._known()
        plan = self.planner.plan
        odds = self.planner.forecast() if plan is not None and plan.order == order else None
        try:
            done = self.session.submit(order, march)
        except IllegalOrder as illegal:
            self.refuse(refusal_text(illegal.refusal, known[self.viewer].state), illegal.refusal.code)
            return False
        except JournalError as error:
            self.refuse(str(error))
            return False
        if isinstance(order, EndTurn):
            self.log.mark(self.viewer)
        self.marches.together.given()
        self._happened(known, order, done, odds)
        return True

    def _known(self) -> dict[str, View]:
        """What each of those who look on knows now, by side."""
        return {side: self.session.view(side) for side in {self.viewer, *self._others}}

    @property
    def _others(self) -> tuple[str, ...]:
        """Those at this window beside the viewer, whoever commands their sides now."""
        session = self.session
        return tuple(side for side in dict.fromkeys((*session.people, *session.humans)) if side != self.viewer)

    def _happened(
        self, known: dict[str, View], order: Order, events: tuple[Event, ...], odds: Forecast | None = None
    ) -> None:
        """Take what an order did into the log, the playback and the planner. Each side is told of it by what it has
        `known` before and knows now, and of its own assault by the `odds` it was shown."""
        before, knows = known[self.viewer], self._known()
        after = knows[self.viewer]
        own = self.session.active == self.viewer or isinstance(order, EndTurn)
        seen = self.session.visible(events, self.viewer)
        self.log.begin_order()
        self.log.add(self.viewer, before.state, after.state, seen)
        for other in self._others:
            theirs = self.session.visible(events, other)
            self.log.add(other, known[other].state, knows[other].state, theirs)
            self._letters.setdefault(other, []).extend(self._telegrams(theirs, after))
        if not self.playback.busy:
            self.playback.view = before
        pictures = steps(before, after, seen)
        commanded = before.state.active == self.viewer and self.viewer in self.session.humans
        if not commanded and (pictures or isinstance(order, EndTurn)):
            self.accounts.clear()  # Nobody need put away what he did not ask for: the turn goes on.
        if not commanded or isinstance(order, EndTurn):
            self.stage.lend()
        self.playback.add(*pictures, Become(after))
        account = accounts.account(before, after, seen, odds)
        if account is not None:
            self.playback.add(Tell(account))
        # What comes outside one's own turn is read when that begins, with all else that happened.
        letters = self._letters.setdefault(self.viewer, [])
        letters += self._telegrams(seen, after)
        if self.viewer not in self.session.humans:
            # The computer commands: nothing is put before whoever only looks on. The list of events has it all.
            if self.session.over:
                letters.clear()
        elif self.session.over or (before.state.active == self.viewer and not isinstance(order, EndTurn)):
            self.pending += letters
            letters.clear()
        line = eventlog.headline(before.state, after.state, self.viewer, seen)
        self._late = line if account is not None else None  # What comes of a fight is not told before it is shown.
        if line and self._late is None:
            self.say(*line)
        elif own:
            self.say("")
        self.planner.intentions = self.session.intentions(self.viewer)
        self.planner.kept = self.kept
        self.planner.look(after, self.own_turn)
        if own and not isinstance(order, EndTurn):
            self.marches.watch(before, after)
        self.stage.present()

    def undo(self) -> None:
        """Take the last order back, or all that were given as one thing, as far as may be; or say why not."""
        if not self.may_order:
            return
        together, done, why = self.marches.together, 0, ""
        wanted = together.last()
        while done < wanted and not why:
            reason = self.session.undo_reason()
            if reason is not None:
                why = takeback.refused(reason)
                break
            try:
                self.session.undo()
            except JournalError as error:
                why = str(error)
                break
            self.log.undo()
            done += 1
        together.taken_back(done)
        if not done:
            self.refuse(why)
            return
        self.take_view()
        if why:
            told = _("{n} of {total} orders given together are taken back. {why}")
            self.say(told.format(n=done, total=wanted, why=why), "warn")
        elif done > 1:
            text = ngettext("{n} order is taken back.", "{n} orders given together are taken back.", done)
            self.say(text.format(n=done), "dim")
        else:
            self.say(_("The last order is taken back."), "dim")

    def redo(self) -> None:
        """Give the order again that was taken back last, or say that there is none."""
        if not self.may_order:
            return
        if not self.session.undone:
            self.refuse(_("No order has been taken back since the last one was given."))
            return
        together, again = self.marches.together, 0
        for _order in range(min(together.next(), self.session.undone)):
            known = self._known()
            try:
                order, done = self.session.redo()
            except JournalError as error:
                self.refuse(str(error))
                break
            again += 1
            self._happened(known, order, done)
        together.given_again(again)

    def end_turn(self, ask: bool, unasked: Collection[str] = ()) -> Ask | None:
        """End the turn; with `ask`, ask first if units could still act or will starve, and tell of all else that is
        left undone but for the `unasked` matters. A choice that waits is asked again instead."""
        if not self.may_order or self.untold:
            return None
        if self.planner.state.pending:
            self._put_off.clear()
            return None
        found = self.end_turn_list(unasked) if ask else None
        if found is None:
            self.end_now()
        return found

    def end_turn_list(self, unasked: Collection[str]) -> ConfirmEnd | None:
        """What is to be asked before the turn ends; None where nothing is."""
        left = unfinished.concerns(self.planner, unasked)
        if not any(concern.matter in unfinished.ASKED for concern in left):
            return None
        waiting = set(self.planner.waiting())
        return ConfirmEnd(tuple(u.spec.name for u in self.planner.state.units if u.id in waiting), left)

    def end_now(self) -> None:
        """End the turn, unless something is still to be told or asked."""
        if self.may_order and not self.untold and not self.planner.state.pending:
            self.select(None)
            self.accounts.clear()
            self.give(EndTurn())

    @property
    def untold(self) -> bool:
        """Whether something waits to be read: the greeting of the turn, a message, a note on the battle."""
        greeted = self._greeted == (self.planner.state.turn, self.viewer)
        return bool(self.pending) or not greeted or self.session.notice not in ("", self._noticed)

    def choose(self, entry: str, answer: str) -> None:
        """Answer a choice of the timeline."""
        self.give(Choose(entry, answer))

    def put_off(self) -> None:
        """Let a choice wait."""
        self._put_off.update(self.planner.state.pending)
        self.say(_("The choice waits; it must be made before the turn can end."), "gold")

    # ------------------------------------------------------------------ a plan that was rehearsed

    @property
    def kept(self) -> Plan | None:
        """The plan that the viewer has kept."""
        return self.session.plan_of(self.viewer)

    def why_not_rehearsed(self) -> str:
        """Why no rehearsal can begin now; empty if one can."""
        if not self.may_order or self.untold:
            return _("You can rehearse in your own turn, when all has been read.")
        if self.planner.state.pending:
            return _("Answer the question that waits first; then rehearse.")
        return ""

    def begin_quietly(self) -> None:
        """Take the turn as one that has begun already: nothing is told of it, nor of what came before."""
        self._letters.clear()
        self._greeted = (self.planner.state.turn, self.viewer)

    def keep_plan(self, plan: Plan | None) -> bool:
        """Keep a plan in place of the one before, or none. Returns whether it could be written down."""
        try:
            self.session.keep_plan(self.viewer, plan)
        except JournalError as error:
            self.refuse(str(error))
            return False
        self.take_view()
        return True

    def give_planned(self) -> None:
        """Give the next order that is planned for this turn and may be given; of an assault the odds are shown first.
        Or say why there is none."""
        if not self.may_order:
            return
        self.hurry()
        state, plan = self.planner.state, self.kept
        waiting = [p.order for p in (() if plan is None else plan.of(state.turn)) if not p.given]
        refused = [why_illegal(state, order) for order in waiting]
        order = next((o for o, why in zip(waiting, refused, strict=True) if why is None), None)
        if order is None:
            why = next((why for why in refused if why is not None), None)
            if why is not None:
                text = _("Nothing that is planned for this turn can be given now. {why}")
                self.refuse(text.format(why=refusal_text(why, state)), why.code)
            else:
                self.refuse(_("No order of a plan waits in this turn."))
            return
        if isinstance(order, Assault):
            hex_ = state.scenario.board.index(*order.target)
            if hex_ is not None and self.planner.open_assault(hex_) is None and self.planner.plan is not None:
                self.planner.plan.order = order
                self._open_plan()
                self.say(_("As planned: Enter gives the assault, Esc lets it be."), "gold")
                return
        units = order.units()
        found = state.unit(units[0]) if units else None
        if found is not None and found.on_map:
            self.stage.bring(found.hex)
        self.give(order)

    # ------------------------------------------------------------------ selection

    def select(self, unit_id: str | None, *, show: bool = False) -> None:
        """Select a unit (or nothing), and bring it into sight with `show`."""
        self.turn_to("info")
        self.planner.select(unit_id)
        unit = self.planner.unit
        if show and unit is not None and unit.on_map:
            self.stage.bring(unit.hex)
            if self.cursor is not None:
                self.cursor = unit.hex
        self.stage.present()

    def next_unit(self, step: int, middle: int = 0) -> None:
        """On to the nearest unit that can still act and has not been shown, or to the one shown before; with nothing
        selected, from the cursor or the `middle` of the map."""
        if not self.may_order:
            return
        unit = self.planner.following(step, middle if self.cursor is None else self.cursor)
        if unit is None:
            self.say(_("Every unit has done what it can. End the turn with Enter."), "dim")
        else:
            self.select(unit, show=True)

    def hold(self) -> None:
        """The selected unit holds this turn; on to the next."""
        unit = self.planner.unit
        if self.may_order and unit is not None:
            self.planner.holding.add(unit.id)
            self.next_unit(1)

    def formation(self) -> None:
        """Pick the whole formation of the selected unit."""
        if not self.may_order:
            return
        self.turn_to("info")
        name = self.planner.pick_formation()
        if not name:
            self.refuse(_("Select a unit of a formation first."))
            return
        n = len(self.planner.picked)
        text = ngettext("{name}: {n} unit picked.", "{name}: {n} units picked. Right-click where they shall go.", n)
        self.say(text.format(name=self.session.scenario.shown(name), n=n), "gold")

    def add_to_group(self, hexes: Iterable[int], counter: Collection[int] = ()) -> None:
        """Pick the fighting units in some hexes beside those that are picked, or let go of the one there; of a
        `counter` that was pointed at only its own."""
        if not self.may_order:
            return
        self.turn_to("info")
        planner = self.planner
        found = [u for h in hexes for u in planner.state.at_hex(h) if u.side == self.viewer and not u.is_column]
        found = [u for u in found if u.spec.index in counter] or found
        if len(found) == 1:
            planner.add_to_group(found[0].id)
        else:
            planner.pick_group([*planner.picked, *(u.id for u in found)])
        n = len(planner.picked)
        if n > 1:
            self.say(_("{n} units picked. Right-click where they shall go.").format(n=n), "gold")
        self.stage.present()

    def other_in_hex(self) -> None:
        """Select what else stands in the hex."""
        unit = self.planner.unit
        here = unit.hex if unit is not None and unit.on_map else self.planner.store
        if here is not None:
            self.turn_to("info")
            self.planner.click(here)
            self.stage.present()

    def toggle_cursor(self, middle: int) -> None:
        """The hex cursor on, at the selected unit or in the `middle` of the map, or off."""
        if self.cursor is not None:
            self.cursor = None
        else:
            unit = self.planner.unit
            self.cursor = unit.hex if unit is not None and unit.on_map else middle
        self.stage.present()

    def move_cursor(self, dx: int, dy: int) -> None:
        """Move the hex cursor by columns and rows, as far as the map goes."""
        assert self.cursor is not None
        board = self.session.scenario.board
        col, row = board.place(self.cursor)
        there = board.index(col + dx, row + dy)
        if there is not None:
            self.cursor = there
            self.stage.bring(there)
            self.stage.present()

    def turn_to(self, tab: str) -> None:
        """Turn to a page of the panel; the list of orders beneath it follows."""
        self.tab = tab
        if self.planner.army != (tab == "army"):
            self.planner.select(None)
            self.planner.army = tab == "army"

    def let_go(self) -> bool:
        """Put away what is under way: the playback (but first an account that lies over it), a plan, an account, a
        draft, the cursor, the selection. Returns whether there was anything."""
        if self.playing:
            self.put_away() if self.accounts else self.skip()
        elif self.tape is not None:
            self.measure()
        elif self.planner.plan is not None:
            self.cancel()
        elif self.accounts:
            self.put_away()
        elif self.planner.draft is not None or self.planner.sending is not None:
            self.step_back()
        elif self.cursor is not None:
            self.cursor = None
            self.stage.present()
        elif self.planner.army or self.planner.picked or self.planner.selected or self.planner.store is not None:
            self.select(None)
        else:
            return False
        return True

    # ------------------------------------------------------------------ the measuring tape

    def measure(self) -> None:
        """Take the measuring tape, from the cursor or the picked unit on, or put it away."""
        if self.tape is not None:
            self.tape = None
            self.say(_("The tape is put away."), "dim")
            return
        self.planner.plan = self.planner.draft = None
        unit = self.planner.unit
        start = self.cursor if self.cursor is not None else unit.hex if unit is not None and unit.on_map else None
        self.tape = Tape(start)
        if start is None:
            told = _("Measuring: click where from, then where to, or drag. Esc puts the tape away.")
        else:
            told = _("Measuring from here: point or click where to, or drag from elsewhere. Esc puts the tape away.")
        self.say(told, "gold")

    def measure_between(self, start: int, end: int) -> None:
        """Lay the tape from one hex to another."""
        if self.tape is not None:
            self.tape.start, self.tape.end = start, end
            self.stage.present()

    @property
    def measured(self) -> Distances | None:
        """What the tape shows."""
        return None if self.tape is None else self.tape.measured(self.planner.view, self.planner.unit, self.pointed)

    # ------------------------------------------------------------------ the map

    def click(self, hex_: int, *, into: bool, counter: Collection[int] = ()) -> None:
        """A left click on a hex, or on a `counter` in it (indices of its units): select, move, aim, tick a participant
        of the planned assault; show what would come of sending units to a far one; lay the tape."""
        if self.tape is not None:
            self.tape.click(hex_)
            self.stage.present()
            return
        plan = self.planner.plan
        if plan is not None:
            here = [u for u in (*plan.attackers, *plan.guns) if u.hex == hex_]
            here.sort(key=lambda u: u.spec.index not in counter)
            if here:
                self.perform(Toggle(here[0].id))
            elif hex_ != plan.hex:
                self.cancel()
            return
        had = self.planner.selected
        self.hurry()
        if self.playing:
            return
        if self.planner.draft is not None:
            self._aim_at(hex_)
            return
        self.turn_to("info")
        if self.may_order and self.planner.far(hex_) and not self.planner.takes(hex_):
            self.marches.look_at(hex_)
            self.stage.present()
            return
        order = self.planner.click(hex_, into=into, counter=counter)
        if order is not None:
            self.give(order)
        elif self.planner.plan is not None:
            self._open_plan()
        elif had is not None and self.may_order and self.planner.enemies(hex_):
            self.attack(hex_)
        else:
            if self.planner.selected != had:
                self.stage.sound("click")
            self.stage.present()

    def attack(self, hex_: int) -> None:
        """A right click on a hex: plan an assault there, or send the picked units there; or put away what is under
        way."""
        self.hurry()
        if self.tape is not None:
            self.measure()
            return
        if self.planner.plan is not None:
            self.cancel()
            return
        if self.planner.draft is not None:
            self.step_back()
            return
        if self.may_order and self.planner.enemies(hex_):
            refusal = self.planner.open_assault(hex_)
            if refusal is not None:
                self.refuse(refusal, self.planner.refused)
            else:
                self._open_plan()
            return
        if self.may_order and self.planner.picked and hex_ != self.planner.home:
            self.marches.go_to(hex_)
            self.stage.present()
            return
        self.select(None)

    def _open_plan(self) -> None:
        self.mark = 0
        if self.planner.plan is not None:
            self.stage.bring(self.planner.plan.hex)
        self.stage.present()

    # ------------------------------------------------------------------ the planned assault

    def confirm(self) -> None:
        """Give the planned assault."""
        plan = self.planner.plan
        if plan is not None:
            refusal = self.planner.refusal()
            if refusal is not None:
                self.refuse(refusal_text(refusal, self.planner.state), refusal.code)
                return
            self.give(plan.order)

    def cancel(self) -> None:
        """Put the planned assault away."""
        self.planner.plan = None
        self.stage.present()

    # ------------------------------------------------------------------ the list of orders

    def perform(self, action: PanelAction) -> Ask | None:
        """Do what a row of the panels asks for."""
        match action:
            case Pick(choice):
                return self.pick(choice)
            case AimAt(target):
                self._aim(target)
            case TurnDial(dial, by):
                self.turn_dial(dial, by)
            case ConfirmDraft():
                self.confirm_draft()
            case StepBack():
                self.step_back()
            case TurnSorties(by):
                self.planner.turn_sorties(by, around=True)
            case ToggleSetPiece():
                self.planner.toggle_set_piece()
            case Toggle(unit):
                self.planner.toggle(unit)
            case ToggleAdvance():
                self.planner.toggle_advance()
            case LookAt(hex_):
                self.stage.glide(hex_)
            case SelectUnit(unit):
                self.select(unit, show=True)
            case PickFor(unit, choice):
                return self.pick_for(unit, choice)
            case PlanAssault(hex_):
                self.plan_assault(hex_)
            case OpenRoster(page, only):
                self.army_look.turn_to(page, only)
                return OpenArmyTable()
            case ShowPage(page):
                self.turn_to(page)
            case SetPriority():
                pass  # Only the supply screen has such rows.
            case CarryOn():
                self.marches.carry_on()
            case GiveUp():
                self.marches.give_up()
            case HoldUntil(until):
                self.marches.hold(until)
            case PickFormation():
                self.formation()
            case SendThem():
                self.marches.confirm()
            case _:
                assert_never(action)
        self.stage.present()
        return None

    def pick(self, id_: str) -> Ask | None:
        """Take a choice from the list of orders."""
        choice = self.planner.choice(id_)
        if choice is None or not self.may_order:
            return None
        if id_ == "exit":
            return self.ask_exit()
        if not choice.able:
            self.refuse(choice.reason, choice.code)
            return None
        self.stage.sound("click")
        order = self.planner.pick(choice)
        if order is not None:
            self.give(order)
        else:
            self.say("")
            self.show_aim()
        self.stage.present()
        return None

    def pick_for(self, unit: str, choice: str) -> Ask | None:
        """Select a unit, or the whole army by no name, and take a choice from its list of orders."""
        if unit:
            self.select(unit, show=True)
        else:
            self.turn_to("army")
        return self.pick(choice)

    def plan_assault(self, hex_: int) -> None:
        """Put away what is under way, and plan an assault on a hex."""
        self.tape = None
        self.planner.plan = self.planner.draft = None
        self.attack(hex_)

    def show_aim(self) -> None:
        """Bring what the draft is aimed at into sight."""
        draft = self.planner.draft
        if draft is not None and draft.aim is not None and draft.aim.hexes:
            self.stage.bring(draft.aim.hexes[-1])

    def _aim(self, target: Target) -> None:
        """A target was picked from the panel: aim at it, and confirm it when it is picked again."""
        draft = self.planner.draft
        if draft is None:
            return
        if draft.aim == target:
            self.confirm_draft()
            return
        draft.aim = target
        self.show_aim()

    def _aim_at(self, hex_: int) -> None:
        """A click on the map while an order is put together."""
        draft = self.planner.draft
        assert draft is not None
        if draft.point(hex_, self.near_side):
            self.confirm_draft()
            return
        order = draft.choice.at(hex_)
        refused = why_illegal(self.planner.state, order) if order is not None else None
        if refused is not None:
            self.refuse(refusal_text(refused, self.planner.state), refused.code)
        else:
            self.refuse(orderrows.ask(draft))

    def step_aim(self, by: int) -> None:
        """Aim the draft at its next or previous target."""
        if self.planner.draft is not None:
            self.planner.draft.step(by)
            self.show_aim()
            self.stage.present()

    def turn_dial(self, dial: str, by: int, *, around: bool = False) -> None:
        """More or less of a number of the draft."""
        if self.planner.draft is not None:
            self.planner.draft.turn(dial, by, around=around)
            self.stage.present()

    def confirm_draft(self) -> None:
        """Give the order that was put together, if it is whole and may be given."""
        draft = self.planner.draft
        if draft is None:
            return
        refused = draft.refusal(self.planner.state)
        order = self.planner.confirm() if refused is None else None
        if order is not None:
            self.give(order)
        elif refused is not None:
            self.refuse(refusal_text(refused, self.planner.state), refused.code)
        elif draft.aim is None:
            self.stage.sound("click")
            self.say(orderrows.ask(draft), "gold")
        self.stage.present()

    def step_back(self) -> None:
        """From the draft, or from what is about to be sent, back to the list of orders."""
        self.planner.sending = None
        self.planner.back()
        self.say("")

    def barrage(self) -> None:
        """Aim a barrage of the selected guns, or put it away."""
        unit = self.planner.unit
        if not self.may_order or unit is None or not unit.spec.type.range:
            self.say(_("Select guns first: a unit with a range."), "warn")
            return
        self.turn_to("info")
        draft = self.planner.draft
        if draft is not None and draft.choice.id == "barrage":
            self.step_back()
        else:
            self.pick("barrage")

    def ask_exit(self) -> Ask | None:
        """Ask whether the selected unit is to leave the map, or say why it cannot."""
        unit = self.planner.unit
        if not self.may_order or unit is None:
            return None
        refused = why_illegal(self.planner.state, Exit(unit.id))
        if refused is not None:
            self.refuse(refusal_text(refused, self.planner.state), refused.code)
            return None
        return ConfirmExit(unit.id, unit.spec.name)

    def leave_map(self, unit: str) -> None:
        """A unit leaves the map."""
        self.give(Exit(unit))

    # ------------------------------------------------------------------ time

    def update(self, dt: float, ready: bool = True) -> Ask | None:
        """Time passes: events play on; then what waits to be read; then whose move it is. Returns what is to be put
        before the player now; nothing is put before them until the screen is `ready`, its map drawn whole."""
        if self.hidden:
            return CoverMap(self.viewer)
        if self.marches.weigh(dt):
            self.stage.present()
        if self.session.notice not in ("", self._noticed):
            self._noticed = self.session.notice
            self.pending.append(Note(_("A note on this battle"), self._noticed))
        if self.playing:
            self._play(dt)
            return None
        if self.pending:
            if not ready:
                return None
            self.stage.sound("message")
            return self._message()
        return Over() if self.session.over else self._turns(ready)

    def _message(self) -> Message:
        """The next message; what the timeline told in one moment is read in one dialog."""
        first = self.pending.pop(0)
        if not isinstance(first, Telegram):
            return first
        letters = [first]
        while self.pending and isinstance(following := self.pending[0], Telegram):
            letters.append(following)
            self.pending.pop(0)
        return first if len(letters) == 1 else Recap(letters=tuple(letters))

    def _turns(self, ready: bool) -> Ask | None:
        """Whose move it is: the computer's, the other player's, or the viewer's, who is told what happened."""
        active = self.session.active
        if (trouble := self.session.trouble) is not None:
            self.say("")
            return InTrouble(trouble)
        if active not in self.session.humans:
            self._computer()
            return None
        if active != self.viewer:
            left = self.viewer
            self._sit(active)
            self.stage.hand_over(left)
            return CoverMap(active)
        if self.stage.give_back():
            return None
        key = (self.planner.state.turn, active)
        if self._greeted != key:
            return self._greet(key) if ready else None
        if self.may_order and (entry := self._undecided()) is not None:
            self.stage.sound("message")
            return Decide(entry)
        return None

    def _greet(self, key: tuple[int, str]) -> Ask | None:
        """The beginning of the viewer's turn: the view anew, what happened, what waits to be read."""
        self._greeted = key
        self.planner.begin_turn()
        self.take_view()
        self._put_off.clear()
        self._read = tuple(self._letters.pop(self.viewer, []))
        self.recap_line = -1
        self.stage.sound("night" if self._night_falls() else "turn")
        briefing = "" if self.viewer in self._briefed else self.viewer
        self._briefed.add(self.viewer)
        told = self._told(briefing)
        planned = planrows.compared(self.planner.view, self.kept, self.planner.state.turn - 1)
        self._halted = (*self.marches.begin_turn(), *planned)
        return self._with_halted(told)

    def _with_halted(self, told: Ask | None) -> Ask | None:
        """What is to be read, with the marches that halted when the turn began."""
        match told:
            case _ if not self._halted:
                return told
            case Recap():
                return replace(told, rows=(*told.rows, *((Gap(6),) if told.rows else ()), *self._halted))
            case Telegram():
                return Recap(self._halted, (told,))
            case Briefing(side):
                return Recap(self._halted, briefing=side)
        return Recap(self._halted)

    def _night_falls(self) -> bool:
        """Whether the turn that begins is the first of a night."""
        calendar, turn = self.session.scenario.calendar, self.planner.state.turn
        return calendar[turn - 1].night and not (turn > 1 and calendar[turn - 2].night)

    def _told(self, briefing: str) -> Ask | None:
        """All that is to be read when a turn begins, in one; None where that is nothing."""
        rows = tuple(self.log.summary(self.viewer))
        letters = self._read
        if not rows and not letters:
            return Briefing(briefing) if briefing else None
        if len(letters) == 1 and not rows and not briefing:
            return letters[0]
        return Recap(rows, letters, briefing, bool(rows) and self.session.can_watch(self.viewer))

    def recap(self) -> Ask | None:
        """What happened last, again."""
        if not self.own_turn:
            return None
        told = self._with_halted(self._told(""))
        if told is None:
            self.say(_("Nothing has happened since your last orders."), "dim")
        return told

    def go_to_line(self, action: LookAt | SelectUnit, line: int) -> None:
        """Look at what a line of the recap is about; a choice that waits is not put in the way."""
        self.recap_line = line
        self._put_off.update(self.planner.state.pending)
        self.perform(action)

    def watch_again(self) -> None:
        """Show again what happened since the viewer last gave orders, as far as it was seen."""
        if not self.may_order:
            return
        self.select(None)
        self.stage.lend()
        self._watched, self._pictured = self.session.again(self.viewer), False
        self.playback.watched = True
        self.say(_("What you saw since your last orders, again. A key or a click ends it."), "gold")
        self._next_watched()

    def _next_watched(self) -> None:
        """Go on with what is watched again: to the next order of which something was seen."""
        assert self._watched is not None
        seen = next(self._watched, None)
        if seen is None:
            self.skip()
            if not self._pictured:
                self.say(_("You saw nothing of it."), "dim")
            return
        pictures = steps(seen.before, seen.after, seen.events)
        if pictures:
            self._pictured = True
            self.playback.view = seen.before
            self.playback.add(*pictures, Become(seen.after))
            line = eventlog.headline(seen.before.state, seen.after.state, self.viewer, seen.events)
            if line:
                self.say(*line)

    def _undecided(self) -> Entry | None:
        """The choice that waits for the viewer's answer and has not been put off."""
        waiting = set(self.planner.state.pending) - self._put_off
        return next((e for e in self.session.scenario.timeline if e.id in waiting), None)

    def _computer(self) -> None:
        """Take what the computer has thought of since the last frame, if anything."""
        if not self._thinking:
            self._thinking = True
            self.say(_("The computer is considering its orders …"), "dim")
        for _look in range(POLLS):
            known = self._known()
            try:
                got = self.session.poll()
            except JournalError as error:
                self.pending.append(Unwritten(str(error)))
                return
            if got is None:
                return
            self._happened(known, *got)
            if self.session.active in self.session.humans or self.session.over:
                self._thinking = False
                self.say("")
                return
            if any(isinstance(step, Walk | Show) for step in self.playback.steps):
                return

    def remedy(self, chosen: Remedy) -> None:
        """Do what was chosen about a computer that does not play on."""
        self.session.remedy(chosen)
        self._thinking = False

    def took_over(self) -> None:
        """The player of the covered map is at the machine."""
        self.hidden = False
        self.take_view()

    def hand(self, side: str, turns: int) -> None:
        """Let the computer command a side, for so many turns of its own or until it is taken back if 0."""
        try:
            self.session.hand(side, COMPUTER, turns)
        except JournalError as error:
            self.refuse(str(error))
            return
        self.select(None)
        self._thinking = False
        self.take_view()
        name = self.session.scenario.side(side).name
        self.say(_("The computer commands: {side}. The menu gives them back.").format(side=name), "gold")

    def take_back(self, side: str) -> None:
        """The player of a side is there, and commands it again."""
        try:
            self.session.hand(side, HUMAN)
        except JournalError as error:
            self.refuse(str(error))
            return
        self._thinking = False
        if side != self.viewer and self.session.active == side:
            left = self.viewer
            self._sit(side)
            self.stage.hand_over(left)
            self.took_over()
        else:
            self.take_view()
        name = self.session.scenario.side(side).name
        self.say(_("{side}: commanded by their player again.").format(side=name), "good")

    def take_view(self) -> None:
        """Look at the game afresh (after undo, hand-over, a changed side)."""
        view = self.session.view(self.viewer)
        self._watched, self.playback.watched, self._late = None, False, None
        self.playback.skip()
        self.playback.view = None
        self.planner.intentions = self.session.intentions(self.viewer)
        self.planner.kept = self.kept
        self.planner.look(view, self.own_turn)
        self.stage.present()

    def set_back(self) -> None:
        """The battle was set back to an earlier position: nothing stays of what came after."""
        self.log = eventlog.Log()
        self._letters.clear()
        self._thinking = False
        cursor = self.cursor  # The same player sits there, and goes on by the keys.
        self._sit(self.viewer)
        self.hidden, self.cursor = False, cursor
        self.take_view()

    # ------------------------------------------------------------------ playback

    def hurry(self) -> None:
        """A player in their own turn who goes on does not wait for what is being shown."""
        if self.playing and self.own_turn:
            self.skip()

    def skip(self) -> None:
        """Go to the end of what is being shown."""
        self.playback.skip()
        if self._watched is not None:
            self._watched = None
            self.playback.watched = False
            self.say("")
        self._played()

    def put_away(self, *, all_of_them: bool = False) -> None:
        """Put the account of a fight away, or all that lie there."""
        del self.accounts[0 if all_of_them else -1 :]
        self.stage.present()

    def _play(self, dt: float) -> None:
        if self._watched is not None and not self.playback.busy:
            self._next_watched()
        announce(self.playback.update(dt), self.stage)
        if not self.playing:
            self._played()

    def _played(self) -> None:
        self.accounts += self.playback.take_told()
        self.playback.view = None
        if self._late:
            self.say(*self._late)
            self.on_card = bool(self.accounts)
        self._late = None
        self.stage.present()


def _opening(view: View) -> list[Telegram]:
    """What a side reads of the timeline before the first order."""
    state = view.state
    entries = (e for e in state.scenario.timeline if e.id in state.fired and e.text and not e.answers)
    return [Telegram(entry, turn_text(state)) for entry in entries]
