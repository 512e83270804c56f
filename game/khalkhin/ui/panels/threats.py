"""What the enemy could do next turn, as an overlay of the map and as the note beside a hex, read from the view."""

from __future__ import annotations

from collections.abc import Iterable

from khalkhin.core.combat.combat import Forecast
from khalkhin.core.fog.view import View
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Level, Unit
from khalkhin.core.threats import LOST, Foe, Threats
from khalkhin.text import amounts
from khalkhin.text.amounts import and_more
from khalkhin.text.names import place_text, unit_title
from khalkhin.translation import _, ngettext
from khalkhin.ui.map.map_contents import Key, Layer, Marked
from khalkhin.ui.panels.assaultrows import percent
from khalkhin.ui.widgets.rows import Bar, Heading, Line, Row

#: Enemies named in the note, and own units in the legend; the others are counted.
NAMED, LISTED = 5, 4


def of(view: View) -> Threats:
    """What the enemy could do to the viewer's side."""
    return view.analysis.of(view.side or view.state.active).threats


def layer(view: View, picked: Unit | None) -> Layer:
    """Where the side could be hit, its units and bridges in danger, and how far guns reach: the enemy's that are
    known, and those of the side that are `picked`."""
    state, threats = view.state, of(view)
    own = picked if picked is not None and picked.side == threats.side and picked.spec.type.range else None
    range_ = frozenset() if own is None else state.scenario.board.around(own.hex, own.spec.type.range)
    weak = threats.vulnerable
    bridges = threats.bridges
    foes = frozenset(foe.unit.hex for foe in threats.foes if foe.level != LOST)
    framed: tuple[Marked, ...] = (("warning", frozenset(unit.hex for unit in weak)), ("plain", foes))
    sides: tuple[Marked, ...] = (
        ("danger", frozenset(bridge.hexside for bridge in bridges if bridge.bare)),
        ("warning", frozenset(bridge.hexside for bridge in bridges if not bridge.bare)),
    )
    return Layer(
        _("In danger next turn"),
        tints=_some(("danger", threats.assaulted), ("info", range_)),
        hatched=_some(("warning", threats.shelled)),
        framed=_some(*framed),
        sides=_some(*sides),
        legend=tuple(_legend(state, threats, own)),
    )


def _legend(state: GameState, threats: Threats, own: Unit | None) -> list[Key]:
    if threats.over:
        return [Key("", "", _("The enemy has no turn left."))]
    legend: list[Key] = []
    if threats.assaulted:
        legend.append(Key("tint", "danger", _("a known enemy could assault there")))
    if threats.shelled:
        legend.append(Key("hatch", "warning", _("in range of known enemy guns")))
    if own is not None:
        reach = _("in range of {unit}: {hexes}")
        legend.append(Key("tint", "info", reach.format(unit=own.spec.name, hexes=amounts.hexes(own.spec.type.range))))
    if threats.vulnerable:
        n = len(threats.vulnerable)
        alone = ngettext(
            "{n} staff, battery, sapper or truck unit alone in their reach: {units}",
            "{n} staff, battery, sapper or truck units alone in their reach: {units}",
            n,
        )
        legend.append(Key("frame", "warning", alone.format(n=n, units=_names(threats.vulnerable))))
    if any(foe.level != LOST for foe in threats.foes):
        legend.append(Key("frame", "plain", _("an enemy who could do it")))
    bare = sum(bridge.bare for bridge in threats.bridges)
    shelled = sum(bool(bridge.fire) for bridge in threats.bridges)
    if bare:
        legend.append(
            Key("side", "danger", _("without a guard, in their reach: {n}").format(n=amounts.crossings(bare)))
        )
    if shelled:
        legend.append(Key("side", "warning", _("in range of their guns: {n}").format(n=amounts.crossings(shelled))))
    if not legend:
        legend.append(Key("", "", _("No enemy you know of could hit you next turn.")))
    lost = sum(foe.level == LOST for foe in threats.foes)
    if lost:
        gone = ngettext(
            "{n} enemy who went out of sight counts from where he was last seen.",
            "{n} enemies who went out of sight count from where they were last seen.",
            lost,
        )
        legend.append(Key("", "", gone.format(n=lost)))
    legend.append(Key("", "", unknown()))
    legend.append(Key("", "", _("Point at a hex to see who, and at what odds.")))
    return legend


def unknown() -> str:
    """What is not counted."""
    return _("As things stand. Not counted: whoever is not seen, aircraft, forced marches, new bridges.")


def _names(units: Iterable[Unit]) -> str:
    names = [unit.spec.name for unit in units]
    more = len(names) - LISTED
    return ", ".join(names[:LISTED] + ([and_more(more)] if more > 0 else []))


def _some(*marked: Marked) -> tuple[Marked, ...]:
    return tuple(m for m in marked if m[1])


# -- a hex -----------------------------------------------------------------------------------------------------


def who(view: View, hex_: int) -> Layer | None:
    """The enemies who could hit a hex, marked where they stand."""
    threat = of(view).at(hex_)
    assault = frozenset(foe.unit.hex for foe in threat.assault)
    fire = frozenset(foe.unit.hex for foe in threat.fire) - assault
    marked = _some(("danger", assault), ("gold", fire))
    return Layer(_("In danger next turn"), framed=marked) if marked else None


def rows(view: View, hex_: int) -> list[Row]:
    """The note beside a hex: who could assault it, at what odds, shell it, come there."""
    state, threats = view.state, of(view)
    out: list[Row] = [Heading(_("Next turn: {place}").format(place=place_text(state, hex_)))]
    if threats.over:
        return [*out, Line(_("The enemy has no turn left."), tone="dim", style="small")]
    threat = threats.at(hex_)
    held = any(unit.side == threats.side and not unit.is_column for unit in state.at_hex(hex_))
    if threat.assault:
        out.append(Line(_("Could assault it:"), str(len(threat.assault)), tone="bad"))
        out += _listed(state, threat.assault)
        odds = threats.forecast(hex_)
        if odds is not None:
            out += _odds(state, odds)
    if threat.fire:
        out.append(Line(_("Could shell it:"), str(len(threat.fire)), tone="warn"))
        out += _listed(state, threat.fire)
    if threat.reach and not held:
        out.append(Line(_("Could come here:"), str(len(threat.reach)), tone="warn"))
        out += _listed(state, threat.reach)
    if not threat:
        none = _("No enemy you know of can come here, assault or shell it.")
        out.append(Line(none, tone="good", style="small"))
    out.append(Line(unknown(), tone="dim", style="small"))
    return out


def _odds(state: GameState, odds: Forecast) -> list[Row]:
    """The best assault of all of them together, as the rules forecast it."""
    a, d = state.scenario.rules.combat.columns[odds.column]
    theirs, mine = odds.losses
    who = amounts.units(len(odds.attackers))
    guns = len(odds.helpers)
    together = ngettext("At best, by {units} and {n} gun", "At best, by {units} and {n} guns", guns)
    together = together.format(units=who, n=guns)
    if not odds.helpers:
        together = _("At best, by {units}").format(units=who)
    return [
        Line(together, f"{a}:{d}", style="small", value_tone="bad"),
        Bar(_("falls"), odds.falls, percent(odds.falls), "bad"),
        Line(_("Steps lost on average, yours : theirs"), f"{mine:.1f} : {theirs:.1f}", style="small"),
    ]


def _listed(state: GameState, foes: tuple[Foe, ...]) -> list[Row]:
    out: list[Row] = [Line(unit_title(foe.unit), _known(state, foe), style="small", indent=1) for foe in foes[:NAMED]]
    if len(foes) > NAMED:
        out.append(Line(and_more(len(foes) - NAMED), tone="dim", style="small", indent=1))
    return out


def _known(state: GameState, foe: Foe) -> str:
    """How much of it is guessed, and where the enemy is."""
    if foe.level == LOST:
        return _("last seen on turn {turn}").format(turn=foe.seen)
    if foe.level == Level.CONTACT:
        return _("kind unknown")
    return "({},{})".format(*state.scenario.board.place(foe.unit.hex))
