"""What the player is about to do: selection, reach, target, planned assault. No pygame, and no rule of its own.

A planner looks at one side's view and turns clicks on hexes into orders; it asks the rules for everything it shows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from khalkhin.core import explain
from khalkhin.core.combat import combat
from khalkhin.core.combat.combat import Forecast
from khalkhin.core.fog.view import View
from khalkhin.core.leaving import LeftBehind, advance_pays, left_behind
from khalkhin.core.marching import MarchPlan, plan_march
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Driving, Level, Unit
from khalkhin.core.movement import movement
from khalkhin.core.movement.movement import Reach
from khalkhin.core.orders import legal
from khalkhin.core.orders.combat import assault_forecast, best_assault
from khalkhin.core.orders.orders import (
    Assault,
    Barrage,
    Deceive,
    Demolish,
    Fly,
    Haul,
    Move,
    Order,
    Place,
    Shell,
    Work,
)
from khalkhin.core.refusals import Refusal, RefusalCode
from khalkhin.play.intentions.intentions import Hold, Intentions, March
from khalkhin.play.rehearsal.plan import Plan as RehearsedPlan
from khalkhin.text.refusals import refusal_text
from khalkhin.translation import _
from khalkhin.ui.map.map_contents import ReachMark
from khalkhin.ui.planning import armychoices, choices, sending
from khalkhin.ui.planning.choices import Choice
from khalkhin.ui.planning.draft import OrderDraft
from khalkhin.ui.planning.sending import Sending

#: How near, in hexes, a known enemy makes it worth a word that a place or a crossing has no guard, even if he cannot
#: come to it yet.
NEAR = 4


@dataclass(slots=True)
class AssaultDraft:
    """An assault being planned: the order as ticked, and everybody who could take part."""

    hex: int
    order: Assault
    attackers: tuple[Unit, ...]
    guns: tuple[Unit, ...]

    def toggled(self, unit_id: str) -> Assault:
        """The order with a participant added or taken away."""
        order = self.order
        if any(u.id == unit_id for u in self.guns):
            guns = tuple(g for g in order.guns if g != unit_id)
            return replace(order, guns=guns if unit_id in order.guns else (*order.guns, unit_id))
        if unit_id in order.attackers:
            return replace(order, attackers=tuple(a for a in order.attackers if a != unit_id))
        return replace(order, attackers=(*order.attackers, unit_id))


class Planner:
    """See the module. `active` tells whether the side may give orders now."""

    def __init__(self, view: View, active: bool) -> None:
        self.view = view
        self.active = active
        self.selected: str | None = None
        self.store: int | None = None
        self.army = False
        self.draft: OrderDraft | None = None
        self.plan: AssaultDraft | None = None
        self.holding: set[str] = set()
        #: What the player intends for units of his beyond this turn.
        self.intentions: Intentions = {}
        #: The plan that he has kept, if he has.
        self.kept: RehearsedPlan | None = None
        #: Whether every order of the turn can be taken back, as in a rehearsal: then nothing is marked as final.
        self.all_back = False
        #: Units that are picked together; none where fewer than two are.
        self.group: tuple[str, ...] = ()
        #: Units that are about to be sent to a place, to be looked at first.
        self.sending: Sending | None = None
        #: Units that were shown one after the other as able to act.
        self._walked: list[str] = []
        self._shown = ""
        #: The counter that was clicked last, and what was selected by it.
        self._clicked: tuple[tuple[int, ...], tuple[str | None, int | None]] = ((), (None, None))
        self._sendings: dict[tuple[tuple[str, ...], int], Sending] = {}
        self._marches: dict[tuple[str, Place], MarchPlan | None] = {}
        #: Why no assault could be planned last.
        self.refused: RefusalCode | None = None
        self._reach: Reach | None = None
        self._marks: dict[str, Mapping[int, ReachMark]] = {}
        self._columns: dict[int, int] = {}
        self._options: dict[type[Order], tuple[Order, ...]] = {}
        #: Units that can do something else than move; whether a unit can move, of those that were asked about.
        self._busy: set[str] | None = None
        self._movable: dict[str, bool] = {}
        self._choices: tuple[tuple[str | None, int | None, bool], tuple[Choice, ...]] | None = None

    @property
    def state(self) -> GameState:
        """What the side knows, as a state."""
        return self.view.state

    @property
    def side(self) -> str:
        return self.view.side

    def look(self, view: View, active: bool) -> None:
        """Take a new view; keep the selection if the unit is still there."""
        self.view, self.active = view, active
        self._reach = self._choices = None
        self._marks, self._columns, self._options = {}, {}, {}
        self._busy, self._movable = None, {}
        self.plan = self.draft = self.sending = None
        self._sendings, self._marches = {}, {}
        self.group = tuple(u for u in self.group if self._own(u))
        if len(self.group) < 2:
            self.group = ()
        unit = self.unit
        if unit is None or not unit.on_map or unit.side != self.side:
            self.selected = None

    @property
    def unit(self) -> Unit | None:
        """The selected unit."""
        return None if self.selected is None else self.state.unit(self.selected)

    def select(self, unit_id: str | None, store: int | None = None) -> None:
        """Select a unit, or the depot in a hex, or nothing."""
        if unit_id != self.selected:
            self.selected = unit_id
            self._reach = None
        self.store = store
        self.plan = self.draft = self.sending = None
        self.group = ()

    # ------------------------------------------------------------------ several units, and far places

    def _own(self, unit_id: str) -> bool:
        unit = self.state.unit(unit_id)
        return unit is not None and unit.on_map and unit.side == self.side

    @property
    def picked(self) -> tuple[str, ...]:
        """The units that an order to go somewhere is for: the group, or the selected one."""
        if self.group or self.selected is None:
            return self.group
        return (self.selected,) if self._own(self.selected) else ()

    def pick_group(self, units: Iterable[str]) -> None:
        """Pick units together; a single one is selected, none is nothing."""
        found = tuple(dict.fromkeys(u for u in units if self._own(u)))
        self.select(found[0] if len(found) == 1 else None)
        self.group = found if len(found) > 1 else ()

    def add_to_group(self, unit_id: str) -> None:
        """Pick a unit beside those that are, or let it go."""
        had = self.picked
        self.pick_group([u for u in had if u != unit_id] if unit_id in had else [*had, unit_id])

    def pick_formation(self) -> str:
        """Pick all units of the selected one's formation, or of the first's of the group. Returns its name; empty where
        it has none."""
        unit = self.state.unit(self.picked[0]) if self.picked else None
        name = "" if unit is None else unit.spec.formation
        if name:
            self.pick_group(u.id for u in self.state.side_units(self.side) if u.spec.formation == name)
        return name

    def send(self, hex_: int) -> Sending | None:
        """What would come of sending the picked units to a hex; None where nobody is picked or may be ordered."""
        units = self.picked
        if not units or not self.active or self.state.over:
            return None
        key = units, hex_
        if key not in self._sendings:
            self._sendings[key] = sending.send(self.state, units, hex_)
        return self._sendings[key]

    def march_plan(self, unit: Unit) -> MarchPlan | None:
        """How the march that a unit is on would go on now, worked out once for a state; None where it is on none, or
        cannot go on."""
        march = self.intentions.get(unit.id)
        if not isinstance(march, March) or not self.active:
            return None
        key = unit.id, march.to
        if key not in self._marches:
            goal = self.state.scenario.board.index(*march.to)
            found = None if goal is None else plan_march(self.state, unit, goal)
            self._marches[key] = found if isinstance(found, MarchPlan) else None
        return self._marches[key]

    def far(self, hex_: int) -> bool:
        """Whether a hex is one that the picked units are sent to rather than moved, attacked or picked: empty ground
        beyond the reach of one unit, any such ground for several."""
        units = self.picked
        if not units or not self.active or self.enemies(hex_):
            return False
        reach = self.reach()
        return bool(self.group) or reach is None or (hex_ != self.home and hex_ not in reach.cost)

    def takes(self, hex_: int) -> bool:
        """Whether a click on a hex picks something of one's own there."""
        return self._own_store(hex_) or any(u.side == self.side for u in self.state.at_hex(hex_))

    @property
    def home(self) -> int | None:
        """Where the selected unit stands."""
        unit = self.unit
        return unit.hex if unit is not None and unit.on_map else None

    def resting(self, unit_id: str) -> bool:
        """Whether a unit is on a march or holds, beyond this turn."""
        match self.intentions.get(unit_id):
            case None:
                return False
            case March(halted=halted):
                return halted is None
            case Hold():
                return True

    def options(self, *kinds: type[Order]) -> Iterator[Order]:
        """Legal orders of some classes, each class asked for once a state and only when it is wanted: to look for all
        moves of an army takes longer than a click may (see :func:`legal.legal_orders` for which assaults are
        listed)."""
        for kind in kinds:
            if kind not in self._options:
                self._options[kind] = legal.legal_of(self.state, kind) if self.active else ()
            yield from self._options[kind]

    def reach(self) -> Reach | None:
        """Where the selected unit can go, or None if it cannot be ordered now."""
        unit = self.unit
        if unit is None or not self.active or unit.side != self.side or self.state.over:
            return None
        if self._reach is None:
            self._reach = movement.reach(self.state, unit)
        return self._reach

    def reach_marks(self) -> Mapping[int, ReachMark]:
        """Marks for every hex the selected unit can go to."""
        unit, reach = self.unit, self.reach()
        if unit is None or reach is None:
            return {}
        if unit.id not in self._marks:
            net = self.view.analysis.of(self.side).net
            self._marks[unit.id] = {
                h: ReachMark(
                    reach.cost[h],
                    mark.assault,
                    mark.supplied,
                    self.all_back or mark.prospect.promised,
                    mark.prospect.sure and not mark.prospect.promised and not self.all_back,
                )
                for h, mark in explain.reach_marks(self.state, unit, reach, net).items()
            }
        return self._marks[unit.id]

    def best_column(self, hex_: int) -> int:
        """The column of the best combination against a hex, or -1."""
        if hex_ not in self._columns:
            order = best_assault(self.state, hex_)
            self._columns[hex_] = -1 if order is None else assault_forecast(self.state, order).column
        return self._columns[hex_]

    def able(self) -> list[str]:
        """Units that can still be given an order, in order of battle: not truck columns that others drive, nor what
        could only leave the map."""
        return [u.id for u in self.state.units if self._acts(u)]

    def _acts(self, unit: Unit) -> bool:
        """Whether a unit is among the :meth:`able`."""
        if unit.side != self.side or not self.active or (unit.is_column and unit.driving != Driving.HAND):
            return False
        if self._busy is None:
            self._busy = set()
            for order in self.options(Work, Demolish, Assault, Barrage, Shell):
                match order:
                    case Work(unit=name) | Demolish(unit=name) | Barrage(gun=name) | Shell(gun=name):
                        self._busy.add(name)
                    case Assault(attackers=attackers):
                        self._busy.update(attackers)
        if unit.id not in self._busy and unit.id not in self._movable:
            known = self.view.analysis.of(self.side).picture
            self._movable[unit.id] = unit.on_map and legal.may_move(self.state, unit, known)
        return unit.id in self._busy or self._movable[unit.id]

    def waiting(self) -> list[str]:
        """Units that may be given orders, have done nothing yet, have no work in hand and were not told to hold: the
        one rule for all that counts or lists them. It searches for no ways, so that it can be asked after every order.
        """
        if not self.active or self.state.over:
            return []
        return [
            u.id
            for u in self.state.side_units(self.side)
            if self._commanded(u)
            and u.id not in self.holding
            and not self.resting(u.id)
            and not (u.moved or u.fought or u.job or u.standby)
        ]

    def _commanded(self, unit: Unit) -> bool:
        """Whether a unit takes orders this turn: it has movement left, is not held back by higher headquarters and not
        driven by others."""
        driven = unit.is_column and unit.driving is not Driving.HAND
        return movement.may_move(unit) and not driven and not self.state.is_held(unit)

    def choices(self) -> tuple[Choice, ...]:
        """What can be picked from the list of orders now: the army's, the selected unit's, or the selected depot's."""
        key = self.selected, self.store, self.army
        if self._choices is None or self._choices[0] != key:
            self._choices = key, self._list()
        return self._choices[1]

    def _list(self) -> tuple[Choice, ...]:
        if not self.active or self.state.over:
            return ()
        if self.army:
            return armychoices.of_army(self.state, self.options(Fly, Deceive))
        if self.store is not None:
            return choices.of_store(self.state, self.store)
        unit = self.unit
        if unit is None or not unit.on_map or unit.side != self.side:
            return ()
        return choices.of_unit(self.state, unit, self.options(Haul) if unit.is_column else ())

    def choice(self, id_: str) -> Choice | None:
        """A choice of the list by its name."""
        return next((c for c in self.choices() if c.id == id_), None)

    def pick(self, choice: Choice) -> Order | None:
        """Take a choice from the list: an order to give at once, or None when it has become the draft."""
        draft = OrderDraft(choice, None if self.army or self.store is not None else self.selected)
        if choice.at_once:
            return draft.order()
        self.draft = draft
        return None

    def confirm(self) -> Order | None:
        """The draft's order if it is complete; the first half of a haul goes on to the second instead."""
        draft = self.draft
        if draft is None or draft.go_on(self.state):
            return None
        return draft.order()

    def back(self) -> None:
        """One step back: to the first half of a haul, or to the list of orders."""
        draft, self.draft = self.draft, None
        if draft is not None and draft.start is not None and (first := self.choice("haul")) is not None:
            self.draft = OrderDraft(first, draft.giver)

    def assault_targets(self) -> set[int]:
        """Hexes the selected unit may assault."""
        board = self.state.scenario.board
        assaults = (o for o in self.options(Assault) if isinstance(o, Assault) and self.selected in o.attackers)
        found = {board.index(*assault.target) for assault in assaults}
        return {h for h in found if h is not None}

    def following(self, step: int, looked: int = 0) -> str | None:
        """The next unit that can act: the nearest to the selected one, or to the hex that is `looked` at, of those that
        have not been shown; when all have been, it begins anew. A step back leads to the one shown before."""
        idle = [u for u in self.state.units if u.id not in self.holding and not self.resting(u.id)]
        able = {u.id for u in idle if u.id in self._walked and self._acts(u)}
        here = self.selected
        walked = [u for u in self._walked if u in able or u == here]
        if here is not None and self._own(here) and here != self._shown:
            # It was picked otherwise: from here it goes on.
            walked = [*(u for u in walked if u != here), here]
        at = walked.index(here) if here in walked else len(walked) - (step > 0)
        if 0 <= at + step < len(walked):
            self._walked, self._shown = walked, walked[at + step]
            return self._shown
        start = self.home if self.home is not None else looked
        found = self._nearest((u for u in idle if u.id not in walked), start)
        if found is None:
            if step < 0:
                self._walked, self._shown = walked, next((u for u in reversed(walked) if u in able), "")
                return self._shown or None
            walked = [here] if here in able else []
            found = self._nearest((u for u in idle if u.id != here), start) or self._nearest(idle, start)
        if found is None:
            return None
        self._walked = [*walked, found] if step > 0 else [found, *walked]
        self._shown = found
        return found

    def _nearest(self, units: Iterable[Unit], hex_: int) -> str | None:
        """The first of the units that stand nearest to a hex and can be given an order; of the others no more are
        looked at than must be."""
        distance = self.state.scenario.board.distance
        own = sorted((u for u in units if u.side == self.side and u.on_map), key=lambda u: distance(u.hex, hex_))
        return next((u.id for u in own if self._acts(u)), None)

    def begin_turn(self) -> None:
        """A new turn of the side: nobody holds for this turn, nobody has been shown."""
        self.holding.clear()
        self._walked.clear()

    def click(self, hex_: int, *, into: bool = False, counter: Collection[int] = ()) -> Order | None:
        """A click on a hex, or on a `counter` in it (indices of its units): select, open an assault, or an order to
        give. `into` moves among friends too."""
        own = [u for u in self.state.at_hex(hex_) if u.side == self.side]
        reach = self.reach()
        unit = self.unit
        can_go = reach is not None and unit is not None and hex_ != unit.hex and hex_ in reach.cost
        if can_go and unit is not None and (into or not own):
            return Move(unit.id, self.state.scenario.board.place(hex_))
        if own or self._own_store(hex_):
            self._select_next(hex_, own, counter)
            return None
        if self.enemies(hex_) and self.active:
            self.open_assault(hex_)
            return None
        if unit is not None and self.active and unit.side == self.side and into:
            return Move(unit.id, self.state.scenario.board.place(hex_))
        self.select(None)
        return None

    def _own_store(self, hex_: int) -> bool:
        return any(s.hex == hex_ and s.side == self.side for s in self.state.stores)

    def _select_next(self, hex_: int, own: list[Unit], counter: Collection[int] = ()) -> None:
        """Select what stands in a hex, the next at every click: its units, then its depot. A `counter` that is clicked
        gives its own unit; clicked again, when that is selected, what follows."""
        here: list[tuple[str | None, int | None]] = [(u.id, None) for u in own]
        if self._own_store(hex_):
            here.append((None, hex_))
        now, clicked = (self.selected, self.store), tuple(counter)
        meant = [(u.id, None) for u in own if u.spec.index in clicked]
        if meant and now not in meant and (clicked, now) != self._clicked:
            self.select(*meant[0])
        else:
            self.select(*here[(here.index(now) + 1) % len(here) if now in here else 0])
        self._clicked = clicked, (self.selected, self.store)

    def enemies(self, hex_: int) -> list[Unit]:
        """Enemy units known to be in a hex."""
        levels = self.state.sightings[self.side].levels
        return [u for u in self.state.at_hex(hex_) if u.side != self.side and levels[u.spec.index] > Level.UNSEEN]

    def exposed(self, units: Iterable[str]) -> tuple[LeftBehind, ...]:
        """The objectives and stores that units would leave empty if they went, with an enemy known to be near, or last
        seen there."""
        distance = self.state.scenario.board.distance
        foes = {u.hex for u in self.state.known_enemies(self.side)} | {g.hex for g in self.view.ghosts.values()}
        left = left_behind(self.state, tuple(units))
        return tuple(place for place in left if any(distance(place.hex, foe) <= NEAR for foe in foes))

    def _refused(self, refusal: Refusal | None) -> str | None:
        """A refusal in words, its code remembered."""
        self.refused = None if refusal is None else refusal.code
        return None if refusal is None else refusal_text(refusal, self.state)

    def open_assault(self, hex_: int) -> str | None:
        """Plan an assault on a hex with the best combination; its leader stays where his advance would leave a place
        empty that is worth no less. Returns why there can be none, or None."""
        state = self.state
        place = state.scenario.board.place(hex_)
        self.draft = None
        order = best_assault(state, hex_)
        attackers = tuple(combat.possible_attackers(state, hex_))
        if order is None:
            if attackers:
                order = Assault(place, tuple(u.id for u in attackers))
                return self._refused(legal.why_illegal(state, order))
            near = [n for n in state.scenario.board.neighbours[hex_] if n >= 0]
            there = [u for n in near for u in state.at_hex(n) if u.side == self.side and u.is_combat]
            if there:
                return self._refused(legal.why_illegal(state, Assault(place, (there[0].id,))))
            self.refused = RefusalCode.NOT_ADJACENT
            return _("No unit of yours stands next to that hex.")
        order = replace(order, advance=advance_pays(state, order))
        self.plan = AssaultDraft(hex_, order, attackers, tuple(combat.possible_guns(state, hex_)))
        return None

    def toggle(self, unit_id: str) -> None:
        """Tick or untick a participant of the planned assault."""
        if self.plan is not None:
            self.plan.order = self.plan.toggled(unit_id)

    def toggle_advance(self) -> None:
        if self.plan is not None:
            self.plan.order = replace(self.plan.order, advance=not self.plan.order.advance)

    def toggle_set_piece(self) -> None:
        if self.plan is not None:
            self.plan.order = replace(self.plan.order, set_piece=not self.plan.order.set_piece)

    @property
    def bombers(self) -> int:
        """Bomber sorties that could support the planned assault."""
        left = self.state.sorties.get(self.side)
        return left.bombers if left else 0

    def turn_sorties(self, by: int, *, around: bool = False) -> None:
        """More or fewer sorties in support of the planned assault; `around` goes from all to none."""
        if self.plan is not None:
            wanted = self.plan.order.sorties + by
            wanted = 0 if around and wanted > self.bombers else max(0, min(self.bombers, wanted))
            self.plan.order = replace(self.plan.order, sorties=wanted)

    def refusal(self) -> Refusal | None:
        """Why the planned assault may not be given as ticked."""
        return None if self.plan is None else legal.why_illegal(self.state, self.plan.order)

    def forecast(self) -> Forecast | None:
        """The odds of the planned assault, or None while nobody takes part."""
        if self.plan is None or not self.plan.order.attackers:
            return None
        return assault_forecast(self.state, self.plan.order)
