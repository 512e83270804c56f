"""Marches, groups and holds in a battle: units sent to a place by one click, what is carried on when a turn begins, and
what is said of it. Everything is done by the usual orders, given one after the other. No pygame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from khalkhin.core.fog.view import View
from khalkhin.core.marching import Leg, MarchPlan
from khalkhin.core.orders.orders import Order
from khalkhin.core.refusals import Refusal, RefusalCode
from khalkhin.play.intentions.intentions import Halt, Hold, Intention, March, Until
from khalkhin.play.session.journal import JournalError
from khalkhin.text.names import in_sentence, place_text, unit_title
from khalkhin.text.narrator import marches as words
from khalkhin.translation import _, ngettext
from khalkhin.ui.planning import carrying
from khalkhin.ui.planning.actions import SelectUnit
from khalkhin.ui.planning.carrying import GoOn
from khalkhin.ui.planning.planner import Planner
from khalkhin.ui.planning.sending import Sending
from khalkhin.ui.planning.together import Together
from khalkhin.ui.ports.game_port import GamePort
from khalkhin.ui.widgets.rows import Heading, Line, Row

#: Seconds that a far hex is pointed at before the way there is worked out and shown.
REST = 0.12


class Host(Protocol):
    """What it needs of the battle's controller."""

    @property
    def session(self) -> GamePort: ...
    @property
    def planner(self) -> Planner: ...
    @property
    def viewer(self) -> str: ...
    @property
    def pointed(self) -> int | None: ...
    @property
    def may_order(self) -> bool: ...

    def give(self, order: Order, march: March | None = None) -> bool: ...
    def say(self, text: str, tone: str = "normal") -> None: ...
    def refuse(self, reason: str, code: RefusalCode | None = None) -> None: ...


class Marches:
    """See the module. `together` tells which orders were given as one thing."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.together = Together()
        self._at: int | None = None
        self._since = 0.0
        self._shown: int | None = None

    # ------------------------------------------------------------------ what is pointed at

    def weigh(self, dt: float) -> bool:
        """Time passes over what is pointed at. Returns whether there is something new to be shown of it."""
        at = self.host.pointed
        if at != self._at:
            had, self._at, self._since, self._shown = self._shown, at, 0.0, None
            return had is not None
        self._since += dt
        if self._shown is None and at is not None and self._since >= REST and self.host.may_order:
            planner = self.host.planner
            if planner.draft is None and planner.plan is None and planner.far(at):
                self._shown = at
                return True
        return False

    @property
    def offer(self) -> Sending | None:
        """What would come of sending the picked units where they are about to be sent, or to the hex pointed at."""
        planner = self.host.planner
        if planner.sending is not None:
            return planner.sending
        at = self._shown
        return planner.send(at) if at is not None and at == self.host.pointed and planner.far(at) else None

    # ------------------------------------------------------------------ sending

    def look_at(self, hex_: int) -> None:
        """Show what would come of sending the picked units to a hex; the second time, send them."""
        planner = self.host.planner
        if planner.sending is not None and planner.sending.hex == hex_:
            self.confirm()
            return
        sending = planner.send(hex_)
        if sending is None or not self._any_goes(sending):
            return
        planner.sending = sending
        self.host.say(_("Click there again, or press Enter, to send them. Esc puts it away."), "gold")

    def confirm(self) -> None:
        """Send the units that are about to be sent."""
        sending = self.host.planner.sending
        if sending is not None:
            self.host.planner.sending = None
            self.send(sending)

    def go_to(self, hex_: int) -> None:
        """Send the picked units to a hex at once."""
        sending = self.host.planner.send(hex_)
        if sending is not None and self._any_goes(sending):
            self.send(sending)

    def _any_goes(self, sending: Sending) -> bool:
        """Whether anybody gets where he is sent; else it is said why not."""
        if sending.going:
            return True
        state = self.host.planner.state
        if sending.sent:
            how = sending.sent[0].how
            assert not isinstance(how, MarchPlan)
            self.host.refuse(words.why_none(how, state), how.code if isinstance(how, Refusal) else None)
        return False

    def send(self, sending: Sending) -> None:
        """Give the orders of this turn, one after the other, until something is met or seen; the rest of each way is
        intended."""
        host = self.host
        turn, place = host.planner.state.turn, host.planner.state.scenario.board.place
        group = host.planner.group
        met: str | None = None
        done = 0
        self.together.begin()
        for sent in sending.sent:
            plan = sent.plan
            if plan is None:
                continue
            rest = March(place(sent.to), plan.arrives) if plan.arrives > turn else None
            leg = plan.leg(turn)
            if leg is None:
                if not self.intend(sent.unit, rest):
                    break
            elif not self._walk(sent.unit, leg, rest):
                met = sent.unit
                break
            done += 1
        self.together.end()
        if group and met is None:
            host.planner.pick_group(group)
        self._told_of(sending, done, met)

    def _told_of(self, sending: Sending, done: int, met: str | None) -> None:
        host, state = self.host, self.host.planner.state
        if met is not None:
            unit = state.unit(met)
            name = "" if unit is None else in_sentence(unit_title(unit))
            its = host.planner.intentions.get(met)
            if len(sending.going) > 1:
                said = _("{unit} met or saw an enemy: those after it have not set out.")
                host.say(said.format(unit=name), "warn")
            elif isinstance(its, March) and its.halted is not None:
                host.say(self._halted(met, its, its.halted).text, "warn")
            return
        far = [plan for plan in sending.going if plan.arrives > state.turn]
        if len(sending.sent) > 1:
            text = ngettext("{n} unit of {total} is on its way.", "{n} units of {total} are on their way.", done)
            host.say(text.format(n=done, total=len(sending.sent)), "good")
        elif far:
            place = place_text(state, sending.hex)
            when = words.duration(far[0], state)
            host.say(_("On the march to {place}: {when}.").format(place=place, when=when), "good")

    def _walk(self, unit_id: str, leg: Leg, rest: March | None) -> bool:
        """Give the order of a leg. Returns whether it was walked to its end and nobody was seen that was not before; a
        march that was stopped on its way halts."""
        host = self.host
        before = host.planner.view
        if not host.give(leg.order, rest):
            return False
        after = host.planner.view
        unit = after.state.unit(unit_id)
        there = unit is not None and unit.hex == leg.path[-1]
        seen = carrying.appeared(before, after, range(after.state.scenario.board.size), 0)
        if rest is not None and (seen or not there):
            self.intend(unit_id, replace(rest, halted=Halt.SEEN if there else Halt.MET))
        elif not there and unit is not None and unit.on_map:
            # It was to be there this turn, and is to be there yet.
            place = after.state.scenario.board.place(leg.path[-1])
            self.intend(unit_id, March(place, after.state.turn, Halt.MET))
        return there and not seen

    # ------------------------------------------------------------------ what is intended

    def intend(self, unit_id: str, what: Intention | None) -> bool:
        """Note what is intended for a unit. Returns whether it could be written down; else it is said why not."""
        try:
            self.host.session.intend(unit_id, what)
        except JournalError as error:
            self.host.refuse(str(error))
            return False
        self.host.planner.intentions = self.host.session.intentions(self.host.viewer)
        return True

    def hold(self, until: Until) -> bool:
        """The picked units hold, or no longer. Returns whether they hold now."""
        planner = self.host.planner
        units = planner.picked
        if not self.host.may_order or not units:
            return False
        what = Hold(until)
        free = all(planner.intentions.get(u) == what for u in units)
        for unit in units:
            if not self.intend(unit, None if free else what):
                return False
        self.host.say(_("No longer holding.") if free else f"{_(words.HOLDS[until])}.", "dim")
        return not free

    def give_up(self) -> None:
        """Nothing is intended any more for the picked units."""
        if self.host.may_order:
            for unit in self.host.planner.picked:
                if not self.intend(unit, None):
                    return
            self.host.say(_("Nothing more is intended for it."), "dim")

    def carry_on(self) -> None:
        """Go on with the marches of the picked units, or with all that are halted or have not gone on this turn."""
        host, planner = self.host, self.host.planner
        if not host.may_order:
            return
        every = [u for u, what in planner.intentions.items() if isinstance(what, March)]
        marching = [u for u in every if u in planner.picked] or every
        if not marching:
            host.refuse(_("No march to carry on. Pick a unit, then right-click a place beyond its reach."))
            return
        rows = self._carry(marching, None)
        if rows:
            host.say(rows[0].text, "warn")
        elif not any(planner.state.unit(u) is None for u in marching):
            n = len(marching)
            host.say(ngettext("{n} march is carried on.", "{n} marches are carried on.", n).format(n=n), "good")

    def begin_turn(self) -> tuple[Row, ...]:
        """Go on with all marches and rouse those who held until an enemy appeared. Returns what is to be read of it:
        the marches that halt and the units that hold no longer, each line leading to its unit."""
        host, planner = self.host, self.host.planner
        before = host.session.left_off(host.viewer)
        planner.intentions = host.session.intentions(host.viewer)
        self.together.clear()
        lines = self._rouse(before, planner.view)
        going = [u for u, what in planner.intentions.items() if isinstance(what, March) and what.halted is None]
        lines += self._carry(going, before)
        return (Heading(_("Marches and holds")), *lines) if lines else ()

    def _carry(self, units: Sequence[str], before: View | None) -> list[Line]:
        """Go on with marches, those nearest to where they go first. Returns a line for each that halts."""
        planner = self.host.planner
        lines: list[Line] = []
        self.together.begin()
        for unit_id in sorted(units, key=self._left):
            march = planner.intentions.get(unit_id)
            if not isinstance(march, March):
                continue
            found = carrying.go_on(planner.view, before, unit_id, march)
            if isinstance(found, GoOn):
                self._walk(unit_id, found.leg, found.rest)
                now = planner.intentions.get(unit_id)
                found = now.halted if isinstance(now, March) else None
            elif isinstance(found, Halt):
                self.intend(unit_id, replace(march, halted=found))
            if isinstance(found, Halt):
                lines.append(self._halted(unit_id, march, found))
        self.together.end()
        return lines

    def _left(self, unit_id: str) -> tuple[int, str]:
        """How far a march has still to go, in hexes."""
        state, march = self.host.planner.state, self.host.planner.intentions.get(unit_id)
        unit = state.unit(unit_id)
        goal = state.scenario.board.index(*march.to) if isinstance(march, March) else None
        far = 0 if unit is None or goal is None or not unit.on_map else state.scenario.board.distance(unit.hex, goal)
        return far, unit_id

    def _halted(self, unit_id: str, march: March, why: Halt) -> Line:
        state = self.host.planner.state
        unit = state.unit(unit_id)
        name = in_sentence(unit_title(unit)) if unit is not None else unit_id
        place = words.march_place(state, march)
        text = _("{unit} halts on its march to {place}: {why}")
        told = text.format(unit=name, place=place, why=words.halt_text(why))
        return Line(f"{told}  ›", tone="warn", action=SelectUnit(unit_id))

    def watch(self, before: View, after: View) -> None:
        """Orders of one's own were carried out: whoever held until an enemy appeared is roused if one has."""
        for line in self._rouse(before, after):
            self.host.say(line.text, "warn")

    def _rouse(self, before: View, now: View) -> list[Line]:
        """Have those hold no longer who held until an enemy appeared, where one has. Returns a line for each."""
        lines: list[Line] = []
        for unit_id, what in tuple(self.host.planner.intentions.items()):
            unit = now.state.unit(unit_id)
            if what != Hold(Until.SEEN) or unit is None or not unit.on_map:
                continue
            if carrying.appeared(before, now, (unit.hex,), carrying.NEAR) and self.intend(unit_id, None):
                told = _("{unit}: an enemy has appeared near; it holds no longer")
                told = told.format(unit=in_sentence(unit_title(unit)))
                lines.append(Line(f"{told}  ›", tone="warn", action=SelectUnit(unit_id)))
        return lines
