"""The panel's page of what is here: the selected unit or depot, and the hex that is pointed at."""

from __future__ import annotations

from khalkhin.ui.panels import describe, highlights, marchrows, turnpage
from khalkhin.ui.planning.planner import Planner
from khalkhin.ui.widgets.rows import Gap, Row


def rows(planner: Planner, pointed: int | None) -> list[Row]:
    """The page. Little of the selected unit while something else is pointed at, so that both are seen at once."""
    state, viewer, unit = planner.state, planner.side, planner.unit
    out: list[Row] = []
    hex_ = pointed
    if planner.group:
        out += marchrows.group_rows(planner)
    if planner.store is not None and hex_ in (None, planner.store):
        hex_ = planner.store
        out += describe.hex_rows(state, hex_, viewer)
    if unit is not None and unit.on_map:
        hex_ = unit.hex if hex_ is None else hex_
        out += describe.unit_rows(state, unit, viewer, full=hex_ == unit.hex)
        out += marchrows.about(planner, unit)
        if hex_ == unit.hex:
            out += [Gap(), *highlights.supply_rows(planner.view, unit)]
    if hex_ is None and planner.group:
        return out
    if hex_ is None:
        return turnpage.rows(planner)
    for other in state.at_hex(hex_):
        if unit is None or other.id != unit.id:
            out += [Gap(8)] if out else []
            out += [*describe.unit_rows(state, other, viewer), *marchrows.about(planner, other)]
    if hex_ != planner.store:
        out += [Gap(8)] if out else []
        out += describe.hex_rows(state, hex_, viewer)
    return out + highlights.ghost_rows(planner.view, hex_)
