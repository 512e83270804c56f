"""The lines beside a film: whose eyes, what was told in this turn, and, of all, what each side knew."""

from __future__ import annotations

from khalkhin.core.fog.contacts import decoys
from khalkhin.core.fog.view import View
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Level
from khalkhin.play.session.film import ALL
from khalkhin.text import amounts
from khalkhin.text.names import place_text
from khalkhin.translation import _, ngettext
from khalkhin.ui.map.map_contents import Layer
from khalkhin.ui.planning.actions import LookAt
from khalkhin.ui.replay.player import FilmPlayer
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row

#: Units that are named of those that a side did not see.
NAMED = 12
#: Frames of units that the other side does not see, by the order of the sides.
TONES = ("danger", "gold")


def rows(player: FilmPlayer) -> list[Row]:
    """All of them."""
    out: list[Row] = []
    after: list[Row] = []
    if player.fault:
        return [Line(player.fault, tone="warn")]
    if player.sight == ALL:
        out += [
            Line(_("What was. A frame: not seen by the other side."), tone="dim", style="small"),
            Gap(4),
        ]
        state = player.shown.state
        for side in state.scenario.sides:
            out += [*knew(state, side.id), Gap(6)]
        after = [row for side in state.scenario.sides for row in missed(state, side.id)]
    else:
        name = player.film.scenario.side(player.sight).name
        out += [Line(_("What the {side} knew.").format(side=name), tone="dim", style="small"), Gap(4)]
    told = player.notices()
    out.append(Heading(_("This turn")))
    if not told:
        out.append(Line(_("Nothing yet."), tone="dim"))
    out += [Line(n.text, tone=n.tone, action=LookAt(n.hex) if n.hex >= 0 else None) for n in told]
    return [*out, Gap(6), *after] if after else out


def unseen(state: GameState, side: str) -> list[int]:
    """Indices of the enemies on the map that a side does not see."""
    levels = state.sightings[side].levels
    return [u.spec.index for u in state.units if u.on_map and u.spec.side != side and not levels[u.spec.index]]


def knew(state: GameState, side: str) -> list[Row]:
    """What a side knew of the enemy, beside what was."""
    levels = state.sightings[side].levels
    there = [u for u in state.units if u.on_map and u.spec.side != side]
    identified = sum(levels[u.spec.index] >= Level.IDENTIFIED for u in there)
    contacts = sum(levels[u.spec.index] == Level.CONTACT for u in there)
    shams = decoys(state, side)
    hidden = unseen(state, side)
    title = _("What the {side} knew").format(side=state.scenario.side(side).name)
    out: list[Row] = [Heading(title)]
    if not state.fog:
        return [*out, Line(_("Everything: this battle is fought without fog."), tone="dim")]
    told = _("{units} stood against them: {identified} identified, {contacts} as contacts, {unseen} not seen.")
    units = amounts.units(len(there))
    out.append(Line(told.format(units=units, identified=identified, contacts=contacts, unseen=len(hidden))))
    if shams:
        sham = ngettext("{n} contact was a sham.", "{n} contacts were shams.", len(shams)).format(n=len(shams))
        out.append(Line(sham, tone="warn", action=LookAt(shams[0])))
    return out


def missed(state: GameState, side: str) -> list[Row]:
    """The enemies that a side did not see, by name."""
    hidden = [state.units[i] for i in unseen(state, side)] if state.fog else []
    if not hidden:
        return []
    out: list[Row] = [Heading(_("Not seen by the {side}").format(side=state.scenario.side(side).name))]
    for unit in hidden[:NAMED]:
        place = place_text(state, unit.hex)
        out.append(Line(unit.spec.name, place, tone="dim", style="small", action=LookAt(unit.hex)))
    if len(hidden) > NAMED:
        out.append(Line(amounts.and_more(len(hidden) - NAMED), tone="dim", style="small"))
    return out


def hidden_marks(view: View) -> tuple[Layer, ...]:
    """Frames of units that the other side does not see, where all is shown."""
    state = view.state
    if view.side != ALL or not state.fog:
        return ()
    sides = [side.id for side in state.scenario.sides]
    framed = tuple(
        (tone, frozenset(state.units[i].hex for i in unseen(state, state.scenario.enemy(side))))
        for tone, side in zip(TONES, sides, strict=True)
    )
    return (Layer(_("Not seen by the other side"), framed=framed),)
