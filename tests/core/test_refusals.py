"""Every refusal of the rules: a position made by hand that meets it, and the sentence that is shown."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from khalkhin.core import initial_state, legal_orders, parse_order, view
from khalkhin.core.model.fast_replace import replace
from khalkhin.core.model.state import DESTROYED, Ban, GameState, Outcome
from khalkhin.core.model.units import Driving, Job, Level, Task
from khalkhin.core.orders.orders import Assault, Fly, Order, Prioritise, Standby, Work
from khalkhin.core.refusals import Refusal, RefusalCode
from khalkhin.core.timeline.timeline import Answer, Entry, When
from khalkhin.text.refusals import LINES, refusal_text
from khalkhin.translation import Plural

from tests.refused import refused
from tests.scenarios import Row, small_scenario

#: A river along the south; the Japanese beyond it and one of them on this side, at (4, 3).
ROWS = ["........L", *["........."] * 6]
RIVER = [((c, 4), (c, 5), "river") for c in range(9)]
RIVER += [((c, 4), (c + d, 5), "river") for c in range(1, 9, 2) for d in (-1, 1) if c + d < 9]
UNITS = [
    ("rifles", "rifle-regiment", "soviet", (4, 2)),
    ("others", "rifle-regiment", "soviet", (5, 1)),
    ("tanks", "tank-battalion", "soviet", (7, 4)),
    ("guns", "field-artillery", "soviet", (2, 1)),
    ("cannon", "field-artillery", "soviet", (3, 0)),
    ("sappers", "soviet-engineers", "soviet", (4, 4)),
    ("hq", "soviet-hq", "soviet", (3, 1)),
    ("trucks", "truck-column", "soviet", (0, 0)),
    ("enemy", "jp-infantry-regiment", "japanese", (4, 3)),
    ("sentry", "jp-infantry-regiment", "japanese", (7, 5)),
    ("lorries", "jp-truck-column", "japanese", (6, 2)),
]
#: On the hexsides (2,4)-(2,5) and (4,4)-(4,5).
FORD = ((2, 4), (2, 5), "ford", {"name": "Ford"})
ASK = Entry("ask", When(1), "soviet", "A question", "Text.", answers=(Answer("yes", "Yes"), Answer("no", "No")))


def bridge(**more: Any) -> Any:
    return ((4, 4), (4, 5), "bridge", {"name": "Bridge", **more})


def pontoon(**more: Any) -> Any:
    return ((4, 4), (4, 5), "pontoon", {"name": "Pontoon", **more})


@dataclass(frozen=True, slots=True)
class Case:
    """An order and the sentence that refuses it. The position: changes to units by id, to the state, the scenario."""

    order: Order | str
    says: str
    units: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    state: Mapping[str, Any] = field(default_factory=dict)
    stocks: Mapping[str, int] = field(default_factory=dict)
    crossings: tuple[Any, ...] = ()
    fog: bool = False
    sham: int = -1
    more: Mapping[str, Any] = field(default_factory=dict)

    def position(self) -> GameState:
        scenario = small_scenario(
            units=UNITS,
            hexsides=RIVER,
            crossings=self.crossings,
            **{
                "rows": ROWS,
                "sources": [("soviet", (0, 0)), ("japanese", (8, 6))],
                "depots": [("soviet", (2, 0), 50, "Depot")],
                "airfields": [("Tamsag", "soviet", 4, 3), ("Hailar", "japanese", 4, 3)],
                "hq_points": 9,
                **self.more,
            },
        )
        state = initial_state(scenario, 1, self.fog)
        changed = [replace(u, **self.units[u.id]) for u in state.units if u.id in self.units]
        stores = tuple(replace(s, stock=self.stocks.get(s.name, s.stock)) for s in state.stores)
        if self.sham >= 0:
            fooled = replace(state.sightings["japanese"], decoys={self.sham: state.turn})
            state = replace(state, sightings={**state.sightings, "japanese": fooled})
        return replace(state.with_units(changed), stores=stores, **self.state)


def hexside(a: tuple[int, int], b: tuple[int, int]) -> int:
    board = small_scenario(ROWS, UNITS).board
    one, other = board.index(*a), board.index(*b)
    assert one is not None and other is not None
    side = board.hexside(one, other)
    assert side is not None
    return side


def hex_(col: int, row: int) -> int:
    return row * len(ROWS[0]) + col


SITE = "4,4-4,5"
LAY = f"work sappers mine {SITE}"
BLOW = f"blow sappers {SITE}"
OVER = Outcome({}, {}, None, "The last turn has been played.")
C = RefusalCode
CASES: Mapping[RefusalCode, Case] = {
    C.OVER: Case("end", "The battle is over.", state={"outcome": OVER}),
    C.NO_UNIT: Case("exit nobody", "There is no unit called nobody."),
    C.NOT_YOURS: Case("move enemy 5,5", "enemy does not belong to the side whose turn it is."),
    C.OFF_MAP: Case("exit rifles", "rifles is not on the map.", {"rifles": {"hex": DESTROYED, "steps": 0}}),
    C.OFF_BOARD: Case("move rifles 99,3", "Hex 99,3 is not on the map."),
    C.NO_HEXSIDE: Case("shell guns 0,0-5,5", "The hexes 0,0 and 5,5 are not next to each other."),
    C.SUPPRESSED: Case(
        "assault 4,3 by rifles", "All of rifles is suppressed; it must rest first.", {"rifles": {"suppressed": 9}}
    ),
    C.HELD: Case(
        "move rifles 4,1",
        "rifles is held back by higher headquarters and takes no orders until released.",
        state={"held": {"rifles": 0}},
    ),
    C.AREA_CLOSED: Case(
        "move rifles 4,1",
        "Your side may not enter or assault Bank: headquarters forbids it until that is lifted. Choose a hex outside "
        "it.",
        state={"bans": (Ban("soviet", "Bank", frozenset({hex_(4, 1)})),)},
    ),
    C.MISSION_FORBIDDEN: Case(
        "fly raid Hailar 1",
        "Headquarters forbids this mission until turn 4 (21 August 1939, 19:00).",
        state={"bans": (Ban("soviet", mission="raid", until=3),)},
    ),
    C.NO_CHOICE: Case("choose tea yes", "No such choice waits for your answer."),
    C.NO_ANSWER: Case(
        "choose ask perhaps", "“A question” has no such answer; it has yes, no.", more={"timeline": [ASK]}
    ),
    C.CHOICE_WAITS: Case(
        "end", "“A question” waits for your answer; give one before you end the turn.", more={"timeline": [ASK]}
    ),
    C.MOVE_FOUGHT: Case(
        "move rifles 4,1", "rifles has fought this turn and stays where it is.", {"rifles": {"fought": True}}
    ),
    C.NO_MP: Case("move rifles 4,1", "rifles has no movement left this turn.", {"rifles": {"mp": 0}}),
    C.SAME_HEX: Case("move rifles 4,2", "rifles is already there."),
    C.ENEMY_THERE: Case("move rifles 4,3", "The enemy holds that hex; rifles must assault it from next to it."),
    C.COMBAT_UNIT_THERE: Case(
        "move rifles 5,1", "Another combat unit is there; a hex holds one combat and one support unit of a side."
    ),
    C.SUPPORT_UNIT_THERE: Case(
        "move hq 2,1", "Another support unit is there; a hex holds one combat and one support unit of a side."
    ),
    C.IMPASSABLE: Case("move others 8,0", "Lake cannot be entered on foot."),
    C.OUT_OF_REACH: Case(
        "move rifles 0,6",
        "rifles cannot get there with the movement it has left (3): it is too far, or rivers without a crossing "
        "it can use, escarpments, enemies near the way or areas closed to it bar the way.",
        {"rifles": {"mp": 3}},
    ),
    C.NO_EXIT: Case("exit rifles", "rifles must stand on one of its side's supply sources to leave."),
    C.NO_ATTACKERS: Case(Assault((4, 3), ()), "Name at least one unit to attack with."),
    C.NAMED_TWICE: Case("assault 4,3 by rifles,rifles", "A unit takes part in an assault only once."),
    C.ONLY_COLUMNS: Case(
        "assault 6,2 by others",
        "Only truck columns are there, and they do not fight; move a combat unit in to take them.",
    ),
    C.NOTHING_SEEN: Case("assault 4,1 by rifles", "No enemy is seen there; move into the hex to find out."),
    C.NO_ASSAULT_UNIT: Case(
        "assault 4,3 by guns", "guns does not fight in assaults; guns support them from a distance."
    ),
    C.ASSAULT_FOUGHT: Case(
        "assault 4,3 by rifles", "rifles has already fought this turn.", {"rifles": {"fought": True}}
    ),
    C.NOT_ADJACENT: Case("assault 4,3 by others", "others is not next to the target."),
    C.ASSAULT_MP: Case(
        "assault 4,3 by rifles", "rifles has 1 of its movement left; an assault takes 2.", {"rifles": {"mp": 1}}
    ),
    C.NO_WAY_ACROSS: Case(
        "assault 7,5 by tanks",
        "tanks cannot get across to the target there; it needs ground or a crossing that carries it.",
    ),
    C.ONLY_BREAKOUT: Case(
        "assault 4,3 by rifles",
        "rifles is out of supply and may only assault to break out, towards its own supply.",
        {"rifles": {"unsupplied": 3}},
    ),
    C.SUPPORT_LEADS: Case("assault 4,3 by sappers", "sappers is a support unit; a combat unit must lead the assault."),
    C.SUPPORT_AT_NIGHT: Case(
        "assault 4,3 by rifles air 1",
        "Aircraft do not fly at night; support assaults from the air by day.",
        more={"night_first": True},
    ),
    C.SUPPORT_SORTIES: Case(
        "assault 4,3 by rifles air 9", "3 bomber sorties are left this turn; send no more than that."
    ),
    C.NO_SUPPORT_LEFT: Case(
        "assault 4,3 by rifles air 1",
        "No bomber sorties are left this turn; they are back with the next day.",
        state={"sorties": {}},
    ),
    C.SET_PIECE_GUNS: Case(
        "assault 4,3 by rifles prepared", "A set-piece assault needs guns in support; add at least one."
    ),
    C.SET_PIECE_MOVED: Case(
        "assault 4,3 by rifles guns guns prepared",
        "rifles has moved this turn; a set-piece assault starts from prepared positions.",
        {"rifles": {"moved": True}},
    ),
    C.NO_GUNS: Case("barrage rifles 4,3", "rifles has no guns that fire at a distance."),
    C.STANDS_BY: Case(
        "barrage guns 4,3",
        "guns stands by for the enemy's turn; take that back before it fires now.",
        {"guns": {"standby": "counter"}},
    ),
    C.GUNS_FIRED: Case("barrage guns 4,3", "guns has already fired this turn.", {"guns": {"fought": True}}),
    C.GUNS_MOVED: Case(
        "barrage guns 4,3",
        "guns has moved this turn; towed guns fire from where they began.",
        {"guns": {"moved": True}},
    ),
    C.GUNS_UNSUPPLIED: Case(
        "barrage guns 4,3", "guns is out of supply; its guns have no ammunition.", {"guns": {"unsupplied": 3}}
    ),
    C.SILENCED: Case(
        "barrage guns 4,3",
        "guns is silenced: surprise has cut its lines and knocked out its observers.",
        state={"silence": {"soviet": 1}},
    ),
    C.NO_STORE: Case(
        "barrage guns 4,3",
        "guns has no ammunition: no store could feed it this turn; open a way for its supplies.",
        {"guns": {"store": -1, "unsupplied": 1}},
    ),
    C.STORE_LOST: Case(
        "barrage guns 4,3",
        "guns has no ammunition: japanese source 2, which fed it, is lost.",
        {"guns": {"store": 1}},
    ),
    C.AMMUNITION: Case(
        "barrage guns 4,3",
        "guns needs 2 in ammunition and Depot has supplies of 1 left; haul more there.",
        {"guns": {"store": 2}},
        stocks={"Depot": 1},
    ),
    C.AMMUNITION_FOR_ALL: Case(
        Assault((4, 3), ("rifles",), ("guns", "cannon")),
        "There is not ammunition enough for all these guns in their store; leave guns out, or haul more there.",
        {"guns": {"store": 2}, "cannon": {"store": 2}},
        stocks={"Depot": 3},
    ),
    C.RANGE: Case("barrage guns 7,5", "guns reaches 4 hexes; the target is 7 away."),
    C.NO_AIM: Case("barrage guns 4,1", "No enemy is seen there; guns need something to aim at."),
    C.NO_STANDBY: Case("standby guns off", "guns does not stand by for anything."),
    C.NO_STANDBY_MISSION: Case(Standby("guns", "tea"), "Guns do not know how to stand by for tea."),
    C.NOTHING_TO_SHELL: Case("shell guns 2,2-2,3", "There is no crossing there to fire at."),
    C.SHELL_FORD: Case(
        "shell guns 2,4-2,5", "Ford is a ford, the bed of the river: shells do it no harm.", crossings=(FORD,)
    ),
    C.SHELL_DESTROYED: Case(
        f"shell guns {SITE}", "Bridge is destroyed already.", crossings=(bridge(hits=3, owner="japanese"),)
    ),
    C.SHELL_OWN: Case(
        f"shell guns {SITE}",
        "Bridge is your own; engineers can take it down or blow it up.",
        crossings=(bridge(owner="soviet"),),
    ),
    C.SHELL_RANGE: Case(
        "shell guns 8,4-8,5",
        "guns reaches 4 hexes; Weir is 6 away.",
        crossings=(((8, 4), (8, 5), "bridge", {"name": "Weir", "owner": "japanese"}),),
    ),
    C.NO_ENGINEERS: Case(f"work rifles ford {SITE}", "rifles cannot do this; bring engineers beside the crossing."),
    C.WORK_NOT_BESIDE: Case(
        "work sappers ford 2,4-2,5", "sappers must stand in a hex beside the place where it is to work."
    ),
    C.NO_TASK: Case(Work("sappers", "dig", ((4, 4), (4, 5))), "Engineers do not know the job dig."),
    C.AT_IT: Case(
        f"work sappers ford {SITE}",
        "sappers is at this job already; leave it in its place to go on.",
        {"sappers": {"job": Job(Task.FORD, hexside((4, 4), (4, 5)))}},
    ),
    C.WORK_FOUGHT: Case(
        f"work sappers ford {SITE}",
        "sappers has fought this turn and begins no work.",
        {"sappers": {"fought": True}},
    ),
    C.FAR_BANK: Case(
        f"work sappers ford {SITE}",
        "The enemy holds the far bank; drive it off before you work there.",
        {"sentry": {"hex": hex_(4, 5)}},
    ),
    C.NO_CROSSING: Case(f"work sappers repair {SITE}", "There is no crossing here; build a ford or a pontoon first."),
    C.ENEMY_CROSSING: Case(
        LAY,
        "The enemy holds Bridge; take it first, with a combat unit alone beside it.",
        crossings=(bridge(owner="japanese"),),
    ),
    C.WORK_FORD: Case(
        LAY,
        "Ford is a ford, the bed of the river: there is nothing to mend, take down or blow up.",
        crossings=(((4, 4), (4, 5), "ford", {"name": "Ford"}),),
    ),
    C.UNHARMED: Case(
        f"work sappers repair {SITE}", "Bridge is unharmed; there is nothing to repair.", crossings=(bridge(),)
    ),
    C.NOT_A_PONTOON: Case(
        f"work sappers dismantle {SITE}",
        "Only pontoons can be taken down; lay charges to deny a bridge to the enemy.",
        crossings=(bridge(owner="soviet"),),
    ),
    C.NOT_TAKEN_OVER: Case(
        f"work sappers dismantle {SITE}",
        "Pontoon is not yours to take down; put a combat unit beside it to take it over.",
        crossings=(pontoon(),),
    ),
    C.DAMAGED: Case(
        f"work sappers dismantle {SITE}",
        "Pontoon is damaged; repair it before you take it down.",
        crossings=(pontoon(owner="soviet", hits=1),),
    ),
    C.CHARGES_LAID: Case(
        LAY,
        "Charges are laid at Bridge already; any unit beside it can blow it.",
        crossings=(bridge(owner="soviet", mined="soviet"),),
    ),
    C.NOTHING_TO_MINE: Case(
        LAY, "Bridge is destroyed; there is nothing left to blow up.", crossings=(bridge(owner="soviet", hits=3),)
    ),
    C.SITE_TAKEN: Case(
        f"work sappers ford {SITE}", "Bridge is here; a hexside has room for one crossing.", crossings=(bridge(),)
    ),
    C.SITE_WRECKED: Case(
        f"work sappers ford {SITE}",
        "Bridge is here (destroyed: repair it); a hexside has room for one crossing.",
        crossings=(bridge(hits=3),),
    ),
    C.NO_WATER: Case("work sappers ford 3,4-4,4", "There is no river or stream here to build a ford over."),
    C.LEADS_NOWHERE: Case(
        f"work sappers pontoon {SITE}",
        "A pontoon here would lead nowhere; choose banks that units can enter.",
        more={"rows": [*ROWS[:5], "....L....", ROWS[6]]},
    ),
    C.NO_JOB: Case("stop sappers", "sappers has no job in hand to give up."),
    C.NOTHING_TO_BLOW: Case(BLOW, "There is no crossing here to blow up."),
    C.BLOW_NOT_BESIDE: Case(
        f"blow rifles {SITE}", "rifles must stand beside Bridge to blow it.", crossings=(bridge(),)
    ),
    C.BLOW_FORD: Case(
        BLOW,
        "Ford is a ford, the bed of the river: it cannot be blown up.",
        crossings=(((4, 4), (4, 5), "ford", {"name": "Ford"}),),
    ),
    C.BLOW_DESTROYED: Case(BLOW, "Bridge is destroyed already.", crossings=(bridge(hits=3),)),
    C.NO_HANDS: Case(
        f"blow trucks {SITE}",
        "trucks cannot blow it; combat units and engineers can.",
        {"trucks": {"hex": hex_(4, 4)}},
        crossings=(bridge(),),
    ),
    C.BLOW_FOUGHT: Case(
        BLOW,
        "sappers has fought this turn; firing the charges takes its turn.",
        {"sappers": {"fought": True}},
        crossings=(bridge(),),
    ),
    C.NO_CHARGES: Case(
        f"blow rifles {SITE}",
        "No charges are laid; only engineers can blow it without them.",
        {"rifles": {"hex": hex_(4, 4)}},
        crossings=(bridge(),),
    ),
    C.NO_COLUMN: Case("load rifles 1", "rifles is no truck column; only trucks haul supplies."),
    C.STAFF_DRIVES: Case("haul trucks staff", "The staff already drives trucks."),
    C.NO_DEPOT: Case("priority 5,5 2", "None of your depots is there; only depots are given a priority."),
    C.NO_PRIORITY: Case(Prioritise((2, 0), 4), "Priorities go from 0, not at all, to 3, before all others."),
    C.SAME_PRIORITY: Case("priority 2,0 1", "Depot already has priority 1."),
    C.NOTHING_TO_LOAD: Case(
        "haul trucks 1,1 to 2,0", "There is nothing to load at 1,1; begin at one of your sources or depots."
    ),
    C.NO_HAUL_END: Case(
        "haul trucks 0,0 to 5,5", "A haul ends at another depot of yours; 5,5 is none. Choose a depot."
    ),
    C.SAME_HAUL: Case(
        "haul trucks 0,0 to 2,0",
        "trucks already has this haul.",
        {"trucks": {"driving": Driving.HAUL, "haul": (hex_(0, 0), hex_(2, 0))}},
    ),
    C.NO_HAUL_WAY: Case(
        "haul trucks 0,0 to 0,6",
        "trucks finds no way there and back: trucks need ground they can use, crossings that stand, and a road free of "
        "the enemy and his zones of control.",
        more={"depots": [("soviet", (0, 6), 5)]},
    ),
    C.LOAD_NO_STORE: Case(
        "load trucks 1",
        "trucks stands at no store of yours; drive to a source or depot first.",
        {"trucks": {"hex": hex_(1, 1)}},
    ),
    C.LOAD_MP: Case(
        "load trucks 1", "Loading takes 2 of its movement; trucks has 1 left this turn.", {"trucks": {"mp": 1}}
    ),
    C.LOAD_ROOM: Case("load trucks 0", "trucks has room for 4 supply points more.", {"trucks": {"steps": 2}}),
    C.LOAD_STOCK: Case(
        "load trucks 2",
        "Only 1 supply point is in store here.",
        {"trucks": {"hex": hex_(2, 0)}},
        stocks={"Depot": 1},
    ),
    C.UNLOAD_MP: Case(
        "unload trucks 1",
        "Unloading takes 2 of its movement; trucks has 1 left this turn.",
        {"trucks": {"mp": 1, "cargo": 1}},
    ),
    C.UNLOAD_CARGO: Case("unload trucks 2", "trucks carries 1 supply point.", {"trucks": {"cargo": 1}}),
    C.NO_AIR_MISSION: Case(
        Fly("loop", (1, 1), 1), "There is no such mission; fly one of interdict, bomb, raid, scout."
    ),
    C.NO_SORTIE: Case("fly scout 4,4 0", "Send at least one sortie."),
    C.FLY_AT_NIGHT: Case(
        "fly scout 4,4 1", "Aircraft do not fly at night; wait for the day.", more={"night_first": True}
    ),
    C.SORTIES: Case("fly raid Hailar 4", "3 bomber and 4 fighter sorties are left this turn; send no more than that."),
    C.NO_AIRFIELD: Case("fly raid Lissabon 1", "There is no airfield called Lissabon."),
    C.OWN_AIRFIELD: Case("fly raid Tamsag 1", "Tamsag is your own airfield; raid one of the enemy's."),
    C.NOTHING_TO_BOMB: Case("fly bomb 2,2-2,3 1", "No crossing stands there to be bombed."),
    C.BOMB_FORD: Case("fly bomb 2,4-2,5 1", "A ford is the bed of the river: bombs do it no harm.", crossings=(FORD,)),
    C.BOMB_OWN: Case(
        f"fly bomb {SITE} 1",
        "The crossing is in your own hands; spare it.",
        crossings=(bridge(name="", owner="soviet"),),
    ),
    C.AIM_AT_AIRFIELD: Case("fly raid 4,4 1", "This mission needs the name of an airfield for its target."),
    C.AIM_AT_CROSSING: Case("fly bomb Hailar 1", "This mission needs a hexside with a crossing for its target."),
    C.AIM_AT_HEX: Case("fly scout Hailar 1", "This mission needs a hex for its target."),
    C.HQ_POINTS: Case(
        "hurry rifles", "A forced march takes 1 HQ point; you have 0 left this turn.", state={"hq_points": {}}
    ),
    C.HURRY_COLUMN: Case("hurry trucks", "trucks drives as hard as it can already; only troops are hurried."),
    C.HURRY_MOVED: Case(
        "hurry rifles",
        "rifles has already moved or fought; a forced march is ordered first.",
        {"rifles": {"moved": True}},
    ),
    C.HURRIED: Case("hurry rifles", "rifles is on a forced march already.", {"rifles": {"mp": 20}}),
    C.WORN_OUT: Case("hurry rifles", "rifles is in no state to march; let it rest.", {"rifles": {"suppressed": 9}}),
    C.FED: Case("feed others", "others does not lack supplies."),
    C.NOTHING_TO_SEND: Case(
        "feed others",
        "No depot or source of your side has supplies left to send.",
        {"others": {"unsupplied": 1}},
        stocks={"Depot": 0, "soviet source 1": 0},
    ),
    C.NO_FOG: Case("deceive 1,3", "Without fog of war the enemy sees everything; nothing would fool him."),
    C.DECOY_TERRAIN: Case(
        "deceive 8,0", "Nobody would believe in troops there; choose ground that can be entered.", fog=True
    ),
    C.DECOY_TWICE: Case(
        "deceive 0,4",
        "The enemy is shown a contact there already.",
        fog=True,
        sham=hex_(0, 4),
    ),
    C.DECOY_OWN: Case("deceive 4,2", "Your own troops stand there; a decoy belongs where there is nobody.", fog=True),
    C.DECOY_FAR: Case(
        "deceive 0,16",
        "A decoy must be within 6 hexes of one of your units.",
        fog=True,
        more={"rows": [*ROWS, *["........."] * 10]},
    ),
    C.DECOY_NEAR: Case("deceive 5,3", "The enemy is too near and would see that nothing is there.", fog=True),
}


def test_every_refusal_has_a_position_and_words() -> None:
    assert set(CASES) == set(LINES) == set(RefusalCode)


@pytest.mark.parametrize("code", RefusalCode, ids=lambda code: code.value)
def test_what_is_refused_and_how_it_is_said(code: RefusalCode) -> None:
    case = CASES[code]
    state = case.position()
    refusal = refused(state, case.order)
    assert refusal.code is code
    assert refusal_text(refusal, state) == case.says
    order = parse_order(case.order) if isinstance(case.order, str) else case.order
    assert order not in legal_orders(state)


@pytest.mark.parametrize("code", RefusalCode, ids=lambda code: code.value)
def test_a_sentence_names_nothing_that_the_refusal_does_not_tell(code: RefusalCode) -> None:
    line = LINES[code]
    for text in (line.one, line.many) if isinstance(line, Plural) else (line,):
        named = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        assert named <= {*Refusal._fields, "entry", "answers"}, text
        assert text.endswith(".")


def test_units_and_entries_go_by_their_names() -> None:
    units: list[Row] = [("r", "rifle-regiment", "soviet", (0, 0), {"name": "149th Rifles"})]
    state = initial_state(small_scenario(["..."], units), 1)
    assert refusal_text(refused(state, "move r 0,0"), state) == "149th Rifles is already there."


def test_a_contact_goes_by_no_name() -> None:
    units = [("r", "rifle-regiment", "soviet", (0, 0)), ("e", "jp-infantry-regiment", "japanese", (2, 0))]
    state = initial_state(small_scenario(["......"], units), 1)
    sightings = replace(state.sightings["soviet"], levels=(0, Level.CONTACT))
    seen = view(replace(state, sightings={**state.sightings, "soviet": sightings}), "soviet").state
    told = refusal_text(refused(seen, "move contact-2 3,0"), seen)
    assert told == "Unidentified unit does not belong to the side whose turn it is."
