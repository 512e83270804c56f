"""Overlays of the map: what each shows, and its legend. Everything is read from one side's view.

Each is worked out once for a state, when it is first shown, and remembered.
"""

from __future__ import annotations

from enum import Enum
from typing import assert_never

from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.crossing.traffic import traffic
from khalkhin.core.fog.view import View
from khalkhin.core.model.units import Unit
from khalkhin.core.movement.movement import Reach, zones
from khalkhin.core.supply import supply
from khalkhin.core.supply.encirclement import Noose
from khalkhin.text import amounts
from khalkhin.text.names import side_name
from khalkhin.text.narrator.notice import number_of
from khalkhin.text.supplies.nooses import noose_text
from khalkhin.translation import _, ngettext
from khalkhin.ui.map.map_contents import Key, Layer, Marked, Note, Outline, Polyline, SupplyOverlay
from khalkhin.ui.panels import threats


class OverlayKind(Enum):
    """The overlays there are; the text names them in pictures."""

    SUPPLY = "supply"
    ENEMY_SUPPLY = "enemy-supply"
    JUGULAR = "jugular"
    POCKETS = "pockets"
    CROSSINGS = "crossings"
    AIR = "air"
    THREATS = "threats"
    ZONES = "zones"
    OWN_ZONES = "own-zones"


def supply_overlay(view: View, side: str) -> SupplyOverlay:
    """A side's supply net for the map."""
    return SupplyOverlay.of(view.state, view.analysis.of(side).net)


def layers(
    view: View, kind: OverlayKind | None, picked: Unit | None = None
) -> tuple[SupplyOverlay | None, tuple[Layer, ...]]:
    """What an overlay lays over the map: the shading of a supply net, and marks; of the `picked` unit how far its guns
    reach."""
    if kind is None:
        return None, ()
    viewer = view.side or view.state.active
    return _net(view, viewer, kind), (_layer(view, viewer, kind, picked),)


def _net(view: View, viewer: str, kind: OverlayKind) -> SupplyOverlay | None:
    match kind:
        case OverlayKind.SUPPLY:
            return supply_overlay(view, viewer)
        case OverlayKind.ENEMY_SUPPLY:
            return supply_overlay(view, view.state.scenario.enemy(viewer))
        case OverlayKind.JUGULAR | OverlayKind.POCKETS | OverlayKind.CROSSINGS | OverlayKind.AIR | OverlayKind.THREATS:
            return None
        case OverlayKind.ZONES | OverlayKind.OWN_ZONES:
            return None
        case _:
            assert_never(kind)


def _layer(view: View, viewer: str, kind: OverlayKind, picked: Unit | None) -> Layer:
    match kind:
        case OverlayKind.SUPPLY:
            return _supply(view, viewer, viewer)
        case OverlayKind.ENEMY_SUPPLY:
            return _supply(view, view.state.scenario.enemy(viewer), viewer)
        case OverlayKind.JUGULAR:
            return _jugular(view, viewer)
        case OverlayKind.POCKETS:
            return _pockets(view, viewer)
        case OverlayKind.CROSSINGS:
            return _crossings(view, viewer)
        case OverlayKind.AIR:
            return _air(view, viewer)
        case OverlayKind.THREATS:
            return threats.layer(view, picked)
        case OverlayKind.ZONES:
            return _enemy_zones(view, viewer)
        case OverlayKind.OWN_ZONES:
            return _own_zones(view, viewer)
        case _:
            assert_never(kind)


# -- supply ----------------------------------------------------------------------------------------------------


def _supply(view: View, side: str, viewer: str) -> Layer:
    """Truck ways as broad as their traffic, stores that ran dry, crossings that carry all they can."""
    state = view.state
    net = view.analysis.of(side).net
    traffic = _traffic(view, side)
    ways = tuple(
        Polyline(path, 2.2 + min(sp, 30) * 0.17, "trucks") for path, sp in sorted(traffic.items()) if len(path) > 1
    )
    notes = [
        Note(s.hex, _("dry"), "danger")
        for i, s in enumerate(state.stores)
        if s.side == side and (i in net.dry or s.stock == 0)
    ]
    notes += [Note(h, _("full"), "warning", on_side=True) for h in sorted(net.exhausted)]
    title = _("Your supply") if side == viewer else _("The enemy's supply, as far as known")
    fed = len(net.routes)
    hungry = sum(not u.is_column and not net.serves(u) for u in state.side_units(side))
    legend = [
        Key("", "", _fed(fed, hungry)),
        Key("net", "good", _("greener where stores are nearer; reddish: out of reach")),
        Key("way", "good", _("ways to units, broader where more live on them")),
    ]
    if ways:
        legend.append(Key("way", "trucks", _("trucks to depots, broader where they bring more")))
    if hungry:
        legend.append(Key("hatch", "danger", _("no supply reaches these units")))
    if notes:
        legend.append(Key("plate", "danger", _("dry: a store without stock; full: a crossing at its limit")))
    return Layer(title, ways=ways, notes=tuple(notes), legend=tuple(legend))


def _fed(fed: int, hungry: int) -> str:
    if not hungry:
        return ngettext("The only unit is fed", "All {n} units are fed", fed).format(n=fed)
    return _("{units} fed, {n} not").format(units=amounts.units(fed), n=hungry)


def _traffic(view: View, side: str) -> dict[tuple[int, ...], int]:
    """Truck ways of a side to its depots with the SP a turn that its columns bring, or that the depots give out."""
    net, planned = view.analysis.of(side).net, view.analysis.of(side).plan.planned
    return {
        tuple(reversed(route.hexes)): planned.get(depot, 0) // 100 or net.drawn.get(depot, 0)
        for depot, route in view.analysis.of(side).feeds.items()
    }


# -- jugular ---------------------------------------------------------------------------------------------------


def _jugular(view: View, viewer: str) -> Layer:
    state = view.state
    framed: list[Marked] = []
    hatched: list[Marked] = []
    sides: list[Marked] = []
    legend: list[Key] = []
    for side, tone in ((viewer, "danger"), (state.scenario.enemy(viewer), "gold")):
        found = view.analysis.of(side).jugular
        if not found:
            none = (
                _("Your jugular: nothing within the enemy's reach would cut many off")
                if side == viewer
                else _("The enemy's jugular: nothing within your reach would cut many off")
            )
            legend.append(Key("", "", none))
            continue
        framed.append((tone, frozenset(found.hexes)))
        sides.append((tone, frozenset(found.crossings)))
        hatched.append((tone, frozenset(state.units[i].hex for i in found.units)))
        parts = [amounts.hexes(len(found.hexes))] if found.hexes else []
        parts += [amounts.crossings(len(found.crossings))] if found.crossings else []
        told = _("Your jugular: {what}") if side == viewer else _("The enemy's jugular: {what}")
        legend.append(Key("frame" if found.hexes else "side", tone, told.format(what=amounts.listed(parts))))
        off = _("cut off by that: {units}, {share} %")
        legend.append(Key("hatch", tone, off.format(units=amounts.units(len(found.units)), share=found.share)))
    legend.append(Key("", "", _("Point at a hex or a crossing to see who goes short if it is lost.")))
    return Layer(_("Jugular"), hatched=tuple(hatched), framed=_some(*framed), sides=_some(*sides), legend=tuple(legend))


# -- pockets ---------------------------------------------------------------------------------------------------


def pocket_outline(pocket: supply.Pocket, viewer: str) -> Outline:
    """A pocket with a line round it: its steps, and how long supplies have not reached it."""
    own = pocket.side == viewer
    told = _("Pocket: {steps}, {turns}") if pocket.turns and own else _("Pocket: {steps}")
    told = told.format(steps=amounts.steps(pocket.steps), turns=amounts.turns(pocket.turns))
    tone = "danger" if own else "info"
    return Outline(frozenset(pocket.outline), tone, told)


def large_pockets(view: View, viewer: str) -> tuple[Outline, ...]:
    """Pockets that matter: shown whatever overlay is on."""
    state = view.state
    least = state.scenario.victory.pocket_steps
    return tuple(
        pocket_outline(p, viewer)
        for side in (viewer, state.scenario.enemy(viewer))
        for p in view.analysis.of(side).pockets
        if p.steps >= least
    )


def _pockets(view: View, viewer: str) -> Layer:
    """Both sides' pockets and the groups about to be shut in, with the gaps still open to them."""
    state = view.state
    outlines: list[Outline] = []
    framed: list[Marked] = []
    sides: list[Marked] = []
    notes: list[Note] = []
    told: list[Key] = []
    for side in (viewer, state.scenario.enemy(viewer)):
        closed, loose = ("danger", "warning") if side == viewer else ("info", "good")
        groups = view.analysis.of(side).nooses
        shut = {i for g in groups if g.closed for i in g.units}
        for group in groups:
            tone = closed if group.closed else loose
            if not group.closed:
                risk = _("{steps} at risk").format(steps=amounts.steps(group.steps))
                outlines.append(Outline(frozenset(group.outline), loose, risk))
            framed.append((tone, frozenset(group.gap)))
            sides.append((tone, frozenset(group.crossings)))
            at = (*group.gap, *group.crossings)
            if at:
                words = _("shut {shut} · out {out}").format(shut=_turns(group.close), out=_turns(group.escape))
                notes.append(Note(at[0], words, tone, on_side=not group.gap))
            ours = _("Yours: {told}").format(told=noose_text(state, group)) if side == viewer else _theirs(group)
            told.append(Key("outline", tone, ours))
        for pocket in view.analysis.of(side).pockets:
            outlines.append(pocket_outline(pocket, viewer))
            if not any(u.spec.index in shut for u in map(state.unit, pocket.units) if u is not None):
                told.append(Key("outline", closed, _out_of_reach(pocket, side == viewer)))
    more = len(told) - TOLD
    legend = told[:TOLD] if more > 1 else told
    if more > 1:
        legend = [*legend, Key("", "", ngettext("and {n} group more", "and {n} groups more", more).format(n=more))]
    if notes:
        legend.append(Key("frame", "warning", _("gap: turns the enemy needs to shut it, turns to get out")))
    if not outlines:
        legend = [Key("", "", _("Nobody is cut off or about to be, as far as you know."))]
    return Layer(
        _("Pockets and nooses"),
        outlines=tuple(outlines),
        framed=_some(*framed),
        sides=_some(*sides),
        notes=tuple(notes),
        legend=tuple(legend),
    )


def _theirs(group: Noose) -> str:
    """A noose about the enemy, from outside."""
    units, steps = amounts.units(len(group.units)), amounts.steps(group.steps)
    doors = len(group.gap) + len(group.crossings)
    if group.closed and not doors:
        told = _("Theirs: {units} ({steps}) closed in, with no way out but by fighting.")
    elif group.closed:
        told = _("Theirs: {units} ({steps}) closed in; men can still slip out.")
    elif group.close is None and group.escape is None:
        told = _(
            "Theirs: {units} ({steps}) hang on {hexes}: you cannot shut the gap soon; not all of them can march out."
        )
    elif group.close is None:
        told = _("Theirs: {units} ({steps}) hang on {hexes}: you cannot shut the gap soon; they are out in {out}.")
    elif group.escape is None:
        told = _(
            "Theirs: {units} ({steps}) hang on {hexes}: you can shut the gap in {shut}; not all of them can march out."
        )
    else:
        told = _("Theirs: {units} ({steps}) hang on {hexes}: you can shut the gap in {shut}; they are out in {out}.")
    return told.format(
        units=units,
        steps=steps,
        hexes=amounts.hexes(doors),
        shut=amounts.turns(group.close or 0),
        out=amounts.turns(group.escape or 0),
    )


def _out_of_reach(pocket: supply.Pocket, own: bool) -> str:
    """A pocket that is not closed in: only supplies do not come."""
    yours = _(
        "Yours: {units} ({steps}) without supply, though not shut in: no store with stock is near enough by an open "
        "road."
    )
    theirs = _(
        "Theirs: {units} ({steps}) without supply, though not shut in: no store with stock is near enough by an open "
        "road."
    )
    said = yours if own else theirs
    return said.format(units=amounts.units(len(pocket.units)), steps=amounts.steps(pocket.steps))


#: Groups told of in the legend.
TOLD = 4


def _turns(turns: int | None) -> str:
    return "–" if turns is None else str(turns)


# -- crossings -------------------------------------------------------------------------------------------------


def _crossings(view: View, viewer: str) -> Layer:
    """Every crossing with what it has carried this turn, what it can, and who waits."""
    state = view.state
    rules = state.scenario.rules
    notes: list[Note] = []
    full: set[int] = set()
    broken: set[int] = set()
    open_: set[int] = set()
    ways: dict[int, Reach] = {}
    for hexside, link in state.crossings.items():
        if not crossings.standing(link, rules):
            broken.add(hexside)
            notes.append(Note(hexside, _("destroyed"), "danger", on_side=True))
            continue
        most = crossings.capacity(link, rules)
        (full if link.used >= most else open_).add(hexside)
        text = f"{link.used}/{most}"
        queue = len(traffic(state, hexside, ways).queue) if viewer == state.active else 0
        if queue:
            text = _("{used} · queue {n}").format(used=text, n=queue)
        notes.append(Note(hexside, text, "warning" if link.used >= most else "plain", on_side=True))
    legend = [
        Key("side", "good", _("open: units over it this turn, of so many it bears (the bars: units, and supplies)")),
        Key("side", "warning", _("no unit more can go over this turn")),
        Key("side", "danger", _("destroyed: engineers can repair it")),
        Key("", "", _("queue: your units that could still go over this turn")),
    ]
    if not state.crossings:
        legend = [Key("", "", _("There are no crossings on this map."))]
    sides = (("good", frozenset(open_)), ("warning", frozenset(full)), ("danger", frozenset(broken)))
    return Layer(_("Crossings"), sides=tuple(s for s in sides if s[1]), notes=tuple(notes), legend=tuple(legend))


# -- air -------------------------------------------------------------------------------------------------------


def _air(view: View, viewer: str) -> Layer:
    """Fields with what still flies from them, struck and scouted hexes, and who rules the air."""
    state = view.state
    struck = frozenset(h for h, last in state.interdicted.items() if last >= state.turn)
    scouted = state.sightings[viewer].scouted if viewer in state.sightings else frozenset()
    fields = frozenset(f.hex for f in state.airfields if f.hex >= 0)
    if state.night:
        rule = _("No aircraft fly at night.")
    elif state.superiority:
        name = side_name(state, state.superiority)
        rule = ngettext("The {side} rules the air.", "The {side} rule the air.", number_of(name)).format(side=name)
    else:
        rule = _("Nobody rules the air.")
    legend = [Key("", "", rule)]
    left = state.sorties.get(viewer)
    if left is not None and (left.fighters or left.bombers):
        fly = _("You can still fly {fighters} fighter and {bombers} bomber sorties.")
        legend.append(Key("", "", fly.format(fighters=left.fighters, bombers=left.bombers)))
    for field in state.airfields:
        if field.side == viewer or field.hex >= 0:
            where = _("off the map") if field.hex < 0 else _("wrecked") if field.wrecked >= state.turn else ""
            told = _("{name}: {fighters}, {bombers}")
            if where:
                told = _("{name}: {fighters}, {bombers} ({where})")
            told = told.format(
                name=state.scenario.shown(field.name),
                fighters=ngettext("{n} fighter", "{n} fighters", field.fighters).format(n=field.fighters),
                bombers=ngettext("{n} bomber", "{n} bombers", field.bombers).format(n=field.bombers),
                where=where,
            )
            mark = "field" if field.side == viewer else "enemy-field"
            legend.append(Key(mark, field.side, told))
    if struck:
        legend.append(Key("hatch", "warning", _("struck from the air: trucks are slowed there")))
    if scouted:
        legend.append(Key("tint", "info", _("looked at by aircraft this turn")))
    return Layer(
        _("Air"),
        tints=_some(("info", scouted), ("gold", fields)),
        hatched=_some(("warning", struck)),
        legend=tuple(legend),
    )


# -- zones of control -------------------------------------------------------------------------------------------


def _enemy_zones(view: View, viewer: str) -> Layer:
    """The hexes that known enemies control, and what it costs to go there."""
    state, found = view.state, view.analysis.of(viewer).picture.zones
    rules = state.scenario.rules.movement
    legend = [Key("", "", _("No enemy that you know of controls a hex."))]
    if found:
        told = _("a known enemy controls it: {enter} movement points more to enter, {leave} to leave")
        if state.night:
            told = _("a known enemy controls it: {enter} movement points more to enter; by night none to get clear")
        legend = [
            Key("tint", "danger", told.format(enter=rules.zoc_enter, leave=rules.zoc_leave)),
            Key("", "", _("A contact of which no more is known is taken for a unit that controls hexes.")),
        ]
    return Layer(
        _("The enemy's zones of control, as far as known"), tints=_some(("danger", found)), legend=tuple(legend)
    )


def _own_zones(view: View, viewer: str) -> Layer:
    """The hexes that the viewer's units control."""
    state = view.state
    found = frozenset(zones(state, (unit for unit in state.side_units(viewer) if unit.on_map)))
    legend = Key("", "", _("None of your units controls a hex."))
    if found:
        legend = Key("tint", "info", _("your combat units control it; a river without a crossing keeps them off"))
    return Layer(_("Your zones of control"), tints=_some(("info", found)), legend=(legend,))


def _some(*marked: Marked) -> tuple[Marked, ...]:
    return tuple(m for m in marked if m[1])
