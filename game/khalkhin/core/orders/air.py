"""Missions of aircraft."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Self

from khalkhin.core.air import missions
from khalkhin.core.air.air_superiority import NO_SORTIES
from khalkhin.core.air.missions import FlyForecast, Mission
from khalkhin.core.crossing.crossing import solid, standing
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.base import BaseOrder, Deed, Outlook
from khalkhin.core.orders.named import edge_at, hexside_at, on_board
from khalkhin.core.orders.syntax import (
    EDGE,
    NUMBER,
    PLACE,
    Edge,
    Form,
    Place,
    edge_text,
    place_text,
    read_edge,
    read_place,
)
from khalkhin.core.refusals import Refusal, RefusalCode
from khalkhin.core.timeline import restrictions

MISSIONS = missions.KINDS


@dataclass(frozen=True, slots=True, order=True)
class Fly(BaseOrder):
    """An air mission of so many bomber sorties (scouting: any aircraft) and fighters as escort.

    `mission` is interdict or scout with a hex, bomb with a hexside, raid with the name of an airfield.
    """

    mission: str
    target: Place | Edge | str
    sorties: int
    escort: int = 0

    FORM: ClassVar = Form(
        f"fly {'|'.join(MISSIONS)} TARGET SORTIES",
        rf"fly ({'|'.join(MISSIONS)}) (\S+) ({NUMBER})(?: escort ({NUMBER}))?",
    )

    @classmethod
    def read(cls, m: re.Match[str]) -> Self:
        target: Place | Edge | str
        if re.fullmatch(EDGE, m[2]):
            target = read_edge(m[2])
        elif re.fullmatch(PLACE, m[2]):
            target = read_place(m[2])
        else:
            target = m[2].replace("_", " ")
        return cls(m[1], target, int(m[3]), int(m[4] or 0))

    def __str__(self) -> str:
        match self.target:
            case str(name):
                where = name.replace(" ", "_")
            case ((_, _), (_, _)) as at:
                where = edge_text(at)
            case (col, row):
                where = place_text((col, row))
        text = f"fly {self.mission} {where} {self.sorties}"
        return f"{text} escort {self.escort}" if self.escort else text

    @classmethod
    def options(cls, outlook: Outlook) -> Iterator[Self]:
        """All bombers against each crossing, airfield and place that the enemy holds, and a scout over each place."""
        state, board = outlook.state, outlook.state.scenario.board
        side = state.active
        left = NO_SORTIES if state.night else state.sorties.get(side, NO_SORTIES)
        places = {s.hex for s in state.stores if s.side != side}
        places |= {o.hex for o, h in zip(state.scenario.objectives, state.holdings, strict=True) if h.side != side}
        found: list[Self] = []
        if left.fighters or left.bombers:
            found += [cls("scout", board.place(hex_), 1) for hex_ in places]
        if left.bombers:
            found += [cls("interdict", board.place(hex_), left.bombers) for hex_ in places]
            found += [cls("raid", f.name, left.bombers) for f in state.airfields if f.side != side]
            for hexside, link in state.crossings.items():
                there = board.hexside_hexes(hexside)[1]
                if there >= 0 and link.owner != side and solid(link) and standing(link, state.scenario.rules):
                    found.append(cls("bomb", edge_at(state, hexside), left.bombers))
        return (order for order in found if restrictions.forbidden(state, order.mission) is None)

    def prepare(self, state: GameState) -> Deed | Refusal:
        if forbidden := restrictions.forbidden(state, self.mission):
            return forbidden
        if self.mission not in MISSIONS:
            return Refusal(RefusalCode.NO_AIR_MISSION)
        if self.sorties < 1 or self.escort < 0:
            return Refusal(RefusalCode.NO_SORTIE)
        if state.night:
            return Refusal(RefusalCode.FLY_AT_NIGHT)
        left = state.sorties.get(state.active, NO_SORTIES)
        wanted = self.sorties + self.escort if self.mission == "scout" else self.sorties
        able = left.fighters + left.bombers if self.mission == "scout" else left.bombers
        if wanted > able or self.escort > left.fighters:
            return Refusal(RefusalCode.SORTIES, have=left.bombers, also=left.fighters)
        aimed = self._aim(state)
        if isinstance(aimed, Refusal):
            return aimed
        return partial(missions.fly, state, aimed, self.sorties, self.escort)

    def _aim(self, state: GameState) -> Mission | Refusal:
        """The mission with its target on the map, or why that is no target for it."""
        match self.mission, self.target:
            case "raid", str(name):
                index = next((i for i, f in enumerate(state.airfields) if f.name == name), None)
                if index is None:
                    return Refusal(RefusalCode.NO_AIRFIELD, name=name)
                if state.airfields[index].side == state.active:
                    return Refusal(RefusalCode.OWN_AIRFIELD, name=name)
                return missions.Raid(index)
            case "bomb", ((int(), int()), (int(), int())) as at:
                hexside = hexside_at(state, at)
                return hexside if isinstance(hexside, Refusal) else _bombing(state, hexside)
            case "interdict" | "scout", (int(col), int(row)):
                hex_ = on_board(state, (col, row))
                if isinstance(hex_, Refusal):
                    return hex_
                return missions.Scout(hex_) if self.mission == "scout" else missions.Interdict(hex_)
        wanted = {"raid": RefusalCode.AIM_AT_AIRFIELD, "bomb": RefusalCode.AIM_AT_CROSSING}
        return Refusal(wanted.get(self.mission, RefusalCode.AIM_AT_HEX))

    def units(self) -> tuple[str, ...]:
        return ()


def _bombing(state: GameState, hexside: int) -> Mission | Refusal:
    """The mission against a crossing, or why it cannot be bombed."""
    link = state.crossings.get(hexside)
    if link is None or not standing(link, state.scenario.rules):
        return Refusal(RefusalCode.NOTHING_TO_BOMB)
    if not solid(link):
        return Refusal(RefusalCode.BOMB_FORD)
    if link.owner == state.active:
        return Refusal(RefusalCode.BOMB_OWN, name=link.name)
    return missions.Bomb(hexside)


def fly_forecast(state: GameState, order: Fly) -> FlyForecast:
    """What a mission that is otherwise legal may do."""
    return missions.forecast(state, order.mission, order.sorties, order.escort)
