"""Where the menus get scenarios and saved games from, and how a battle is begun: the window's way to play/ and files.

Faults of files come back as values to show, never as errors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from khalkhin import paths
from khalkhin.core.fog.view import View
from khalkhin.play.campaign.battles import take_up, take_up_copy
from khalkhin.play.campaign.campaign import scenario_of
from khalkhin.play.checking import check_all
from khalkhin.play.report.dates import date_text, moment_text
from khalkhin.play.session import saves as kept
from khalkhin.play.session.film import ALL, Film
from khalkhin.play.session.film import sights as films_sights
from khalkhin.play.session.journal import JournalError, JournalInUse, ReplayError, read
from khalkhin.play.session.session import HUMAN
from khalkhin.scenario import ScenarioError, catalog, packs
from khalkhin.scenario.making import new
from khalkhin.translation import _
from khalkhin.ui.ports.beginning import COMPUTER as COMPUTER
from khalkhin.ui.ports.beginning import begin as begin
from khalkhin.ui.ports.beginning import folder_of as folder_of
from khalkhin.ui.ports.beginning import open_battle as open_battle
from khalkhin.ui.ports.found import Opened as Opened
from khalkhin.ui.ports.found import OpeningFault as OpeningFault
from khalkhin.ui.ports.found import Saved as Saved


def make_scenario() -> tuple[str, Path]:
    """Write a new scenario among the user's own, under the first name that is free; its id, and its folder. Raises:
    Unmade, OSError."""
    home = paths.user_maps_dir()
    names = ("my-scenario", *(f"my-scenario-{n}" for n in range(2, 1000)))
    name = next(n for n in names if not (home / n).exists())
    return name, new.create(name, home, *new.USUAL, new.layout())


def text_languages() -> tuple[str, ...]:
    """The languages that any scenario has texts in beside those it is written in."""
    return catalog.text_languages()


def saves() -> tuple[Saved, ...]:
    """The saved games, newest first."""
    return tuple(_saved(save) for save in kept.listed())


def last_battle() -> Saved | None:
    """The battle that was played last and goes on, if there is one."""
    found = kept.last_played()
    return None if found is None else _saved(found)


def picture_of(save: Saved, also: Iterable[Path] = ()) -> View | None:
    """What the map of a saved game looks like to who may know: to its one player, or to all when it is over; between
    two players only the ground. It takes as long as a scenario takes to load; None where it cannot be made."""
    try:
        record = read(save.path)
        film = Film(record, scenario_of(record.header, also))
        eyes = films_sights(film.header.players, [side.id for side in film.scenario.sides], film.over)
        shown = film.view(film.last, eyes[0])
    except (JournalError, ReplayError, ScenarioError):
        return None
    if len(eyes) != 2:
        return shown
    return View(ALL, replace(shown.state, units=(), at={}), shown.visible, {})


def _saved(save: kept.Save) -> Saved:
    if save.header is None:
        unread = _("A file that is no good save: {file}").format(file=save.path.name)
        return Saved(save.path, unread, (), save.problem)
    header, written = save.header, moment_text(save.modified)
    side = _side(save.side, header.sides) if save.side else ""
    if save.over:
        stands = _("over after turn {turn}, {date}").format(turn=save.turn, date=date_text(save.date))
    elif side:
        stands = _("turn {turn}, {date}: {side} to move")
        stands = stands.format(turn=save.turn, date=date_text(save.date), side=side)
    else:
        stands = _("before its first order")
    facts = [
        (_("Played"), players_text(header.players, header.sides)),
        (_("Fog of war"), _("yes") if header.fog else _("no")),
        (_("Seed"), str(header.seed)),
        (_("Written"), written),
    ]
    if header.carry is not None:
        facts.insert(0, (_("Campaign"), campaign_name(Path(header.carry.campaign))))
    if header.handicaps:
        facts.append((_("Handicap for"), ", ".join(_side(side, header.sides) for side in header.handicaps)))
    if header.origin is not None:
        begun = _("{side}, turn {turn}").format(side=_side(header.origin.side, header.sides), turn=header.origin.turn)
        facts.append((_("Branched off at"), begun))
    title = header.name or _("{title}, turn {turn}").format(title=header.title, turn=save.turn)
    return Saved(
        save.path, title, tuple(facts), save.problem, written, f"{header.title}, {stands}", save.over, save.kept
    )


def players_text(players: Mapping[str, str], names: Mapping[str, str] | None = None) -> str:
    """Who plays each side, a person or the computer; `names` are the sides' by their ids."""
    human, computer = _("{side}: player"), _("{side}: computer")
    return ", ".join(
        (human if who == HUMAN else computer).format(side=_side(side, names or {})) for side, who in players.items()
    )


def _side(side: str, names: Mapping[str, str]) -> str:
    """What a side is called; where an old journal does not say it, the name that it goes by there, in writing."""
    return names.get(side) or side[:1].upper() + side[1:].replace("_", " ")


def campaign_name(path: Path) -> str:
    """What a campaign is called: by its number, or by its file where somebody has named that."""
    stem = path.name.partition(".")[0]
    numbered = re.fullmatch(r"campaign-(\d+)", stem)
    if numbered is not None:
        return _("Campaign {number}").format(number=numbered[1])
    return stem.capitalize().replace("-", " ")


def open_save(path: Path, also: Iterable[Path] = ()) -> Opened | OpeningFault:
    """A saved game, to go on with; `also` are scenarios' folders named on the command line."""
    try:
        return Opened(take_up(path, also), False)
    except JournalInUse as error:
        return OpeningFault(_("This game is being played"), str(error), path)
    except JournalError as error:
        return OpeningFault(_("This game cannot be opened"), str(error))
    except ScenarioError as error:
        return OpeningFault(_("The scenario of this game cannot be loaded"), str(error))


def open_copy(path: Path, also: Iterable[Path] = ()) -> Opened | OpeningFault:
    """A copy of a saved game that another window plays, to go on with."""
    try:
        return Opened(take_up_copy(path, also), False)
    except JournalError as error:
        return OpeningFault(_("This game cannot be copied"), str(error))
    except ScenarioError as error:
        return OpeningFault(_("The scenario of this game cannot be loaded"), str(error))


def delete_save(path: Path) -> str:
    """Remove a saved game for good; the answer is empty, or says why it is still there."""
    return kept.delete(path)


def offered(path: Path) -> packs.PackOffer | OpeningFault:
    """A pack that somebody wants to install, looked through; or why it is not."""
    try:
        return packs.offered(path, check_all)
    except ScenarioError as error:
        return OpeningFault(_("This cannot be installed"), "\n".join(str(issue) for issue in error.issues[:8]))
    except OSError as error:
        return OpeningFault(_("This cannot be installed"), str(error.strerror or error))


def install(offer: packs.PackOffer) -> OpeningFault | None:
    """Install a pack; why that failed, if it did."""
    try:
        packs.install(offer)
    except OSError as error:
        return OpeningFault(_("Nothing was installed"), str(error.strerror or error))
    return None
