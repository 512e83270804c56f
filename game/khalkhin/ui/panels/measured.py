"""The note of the measuring tape."""

from __future__ import annotations

from khalkhin.core.model.state import GameState
from khalkhin.core.movement.measuring import QuickestWay
from khalkhin.text import amounts
from khalkhin.text.names import place_text
from khalkhin.translation import _
from khalkhin.ui.planning.tape import Distances
from khalkhin.ui.widgets.rows import Heading, Line, Row


def rows(state: GameState, found: Distances, start: int, end: int) -> list[Row]:
    """How far it is, and how long the picked unit and trucks take with all their MP."""
    out: list[Row] = [
        Heading(amounts.hexes(found.hexes)),
        Line(
            _("From {start} to {end}").format(start=place_text(state, start), end=place_text(state, end)), style="small"
        ),
    ]
    if found.unit is not None:
        out += _ways(found.unit.spec.name, *found.by_unit)
    if found.trucks is not None:
        out += _ways(_("Trucks"), *found.by_truck)
    if found.unit is found.trucks is None:
        out.append(Line(_("Pick a unit to see how long it takes."), tone="dim", style="small"))
    return out


def _ways(name: str, road: QuickestWay | None, country: QuickestWay | None) -> list[Row]:
    """How long somebody takes by road and across country."""
    out: list[Row] = [Line(name, tone="gold")]
    if road is None:
        return [*out, Line(_("There is no way there, as far as known."), tone="warn", style="small", indent=1)]
    if road.by_road:
        of_way = _("by the quickest way, {n} of {hexes} by road")
        quickest = of_way.format(n=road.by_road, hexes=amounts.hexes(len(road.path) - 1))
    else:
        quickest = _("by the quickest way, no road")
    out.append(Line(quickest, _time(road), style="small", indent=1))
    if road.by_road:
        none = _("no way") if country is None else _time(country)
        out.append(Line(_("across country"), none, style="small", indent=1))
    return out


def _time(found: QuickestWay) -> str:
    return _("{moves}, {turns}").format(moves=amounts.movement(found.mp), turns=amounts.turns(found.turns))
