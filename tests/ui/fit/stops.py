"""The way through all screens of the window, with a stop wherever another is to be seen.

Each part of the way goes through one room; it is a generator that stands still while the screen is measured. What the
window has is walked over by its own tables (pages, overlays, keys, orders), so that what is added there is stopped at.
:class:`Census` counts which scenes, destinations, questions and dialogs of the code were come by.
"""

from __future__ import annotations

import ast
import functools
import importlib
import pkgutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, get_args

import pygame
import pytest
from khalkhin import ui
from khalkhin.core.orders.orders import EndTurn
from khalkhin.core.timeline import timeline as t
from khalkhin.play.checking import check_all
from khalkhin.play.measure.arena import moves
from khalkhin.play.puzzles import shelf
from khalkhin.play.rehearsal.game import Rehearsal
from khalkhin.play.session.film import ALL, Film
from khalkhin.play.session.journal import read
from khalkhin.play.session.session import HUMAN, Session
from khalkhin.play.session.trouble import Fault as TroubleKind
from khalkhin.play.session.trouble import Remedy, Trouble
from khalkhin.scenario import packs
from khalkhin.scenario.lessons.reader import ids
from khalkhin.ui.app import first
from khalkhin.ui.battle import asks, questions, rehearsing
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.command import Command
from khalkhin.ui.battle.edited import FaultsScene
from khalkhin.ui.battle.keys import BINDINGS
from khalkhin.ui.battle.layerbar import KINDS
from khalkhin.ui.battle.seats import SeatsScene
from khalkhin.ui.battle.side_panel import TABS
from khalkhin.ui.battle.turn_end import HandOver
from khalkhin.ui.campaign.screen import CampaignScene
from khalkhin.ui.destinations import (
    Destination,
    ToBattle,
    ToBriefing,
    ToCampaign,
    ToCampaigns,
    ToCopy,
    ToEnd,
    ToFilm,
    ToHelp,
    ToHistory,
    ToJournal,
    ToKeys,
    ToLegend,
    ToLesson,
    ToLessons,
    ToMap,
    ToNewBattle,
    ToPuzzle,
    ToPuzzles,
    ToReport,
    ToRescue,
    ToRules,
    ToSaves,
    ToSettings,
    ToStart,
    ToWhereItCameFrom,
)
from khalkhin.ui.dialogs.dialog import Dialog, fault_message, message
from khalkhin.ui.dialogs.menu import MenuScene
from khalkhin.ui.legend.signs import PAGES
from khalkhin.ui.ports import campaign_port, library
from khalkhin.ui.ports.edits import Edits
from khalkhin.ui.replay.keys import BINDINGS as FILM
from khalkhin.ui.replay.keys import FilmCommand
from khalkhin.ui.replay.screen import FilmScene, watch
from khalkhin.ui.router import Router
from khalkhin.ui.scene import Back, Push, Scene

from tests.campaignfiles import make as campaign_files
from tests.harness.dealt import dealt
from tests.narrow import a, the
from tests.scenario.maker import write as scenario_files
from tests.ui import posed
from tests.ui.driver import Driver
from tests.ui.fakes import FakeTable
from tests.ui.hands import Hands
from tests.ui.pupil import Pupil
from tests.ui.smallbattle import small_battle

SIDES = ("soviet", "japanese")
LONG = "The 149th Motor Rifle Regiment reports that the enemy has crossed the Halha at Baintsagan in strength. " * 12
PATH = Path("/home/somebody/khalkhin-gol/saved-games/2026-11-28-the-battle-of-the-upper-halha.journal")
ENTRY = t.Entry(
    "e",
    t.When(1),
    "soviet",
    "Orders from Moscow: the bridgehead is to be held whatever it costs",
    LONG[:400],
    "A9",
    LONG[:200],
    answers=(t.Answer("a", "Hold the bridgehead with what there is, and ask for more"), t.Answer("b", "Go back")),
)

#: A part of the way: it walks a window, has a folder of its own, and says where it stands.
#: Of many pages that differ by their words alone it stops at each so-many-th.
Way = Callable[[Driver, Path, pytest.MonkeyPatch, int], Iterator[str]]


def over(d: Driver, scene: Scene | Destination, beneath: Scene | Destination | None = None) -> None:
    """Put a screen over another, by default the start."""
    d.show(beneath or ToStart())
    d.app.apply(Push(scene))
    d.step()


def alone(d: Driver) -> None:
    """Close what lies over the lowest screen."""
    while len(d.app.scenes) > 1:
        d.app.apply(Back())
    d.step()


def settled(d: Driver) -> BattleScene:
    """Read all that comes up until the map is free."""
    Hands(d).settle()
    return a(BattleScene, d.top)


def posed_battle() -> FakeTable:
    """A battle in which all services stand."""
    state = posed.pose()
    table = FakeTable(state.scenario, ("soviet",))
    table.state = table._before = state
    return table


# -- the rooms -----------------------------------------------------------------------------------------------------


def menus(d: Driver, folder: Path, patch: pytest.MonkeyPatch, each: int) -> Iterator[str]:
    """Screens of the menus without anything kept, and what can be asked there."""
    fault = library.OpeningFault("The battle cannot be opened", LONG, PATH)
    places: dict[str, Destination] = {
        "start": ToStart(),
        "start, a fault": ToStart(fault),
        "start, welcome": ToStart(welcome=True),
        "new battle": ToNewBattle(),
        "saves, none": ToSaves(),
        "campaigns, none": ToCampaigns(),
        "lessons": ToLessons(),
        "puzzles": ToPuzzles(),
        "rules": ToRules(),
        "legend": ToLegend(),
        "rescue": ToRescue("KeyError: 'su-149'", LONG[:200], PATH),
        "a journal that is not there": ToJournal(PATH),
        "a copy that cannot be": ToCopy(PATH),
        "a film that is not there": ToFilm(PATH),
    }
    for name, to in places.items():
        d.show(to)
        yield name
    for to in (ToSettings(), ToKeys(), ToHelp()):
        over(d, to)
        yield type(to).__name__
    for name, scene in {"long message": message("News from the front", LONG), "copy": fault_message(fault)}.items():
        over(d, scene)
        yield name
    d.show(ToStart())
    d.key(pygame.K_ESCAPE)
    yield "leaving the game"
    over(d, ToSettings())
    d.click(d.buttons()[-3].rect.center)
    yield "sound"
    over(d, ToKeys())
    d.click_text("All as")
    yield "keys, all as they were"


def books(d: Driver, folder: Path, patch: pytest.MonkeyPatch, each: int) -> Iterator[str]:
    """The rulebook, the legend and the history, page by page."""
    d.show(ToRules())
    for chapter in d.top.chapters[::each]:
        d.show(ToRules(chapter.key))
        yield f"rules, {chapter.key}"
    for letter in "pontoon":
        d.key(ord(letter))
    yield "rules, searched"
    d.show(ToLegend())
    for at, page in enumerate(PAGES):
        d.top.open(at)
        yield f"legend, {page.title}"
    d.show(ToHistory())
    for page in d.top.pages:
        for part in page.parts[::each]:
            d.show(ToHistory(page.key, part.key))
            yield f"history, {page.key} {part.key}"


def kept(d: Driver, folder: Path, patch: pytest.MonkeyPatch, each: int) -> Iterator[str]:
    """What stands in the menus where something was kept: games, results, puzzles; and packs that are dropped there."""
    opened = a(library.Opened, library.open_battle("grazing_rights", "both", 5))
    over(d, questions.surrender())
    yield "giving up"
    over(d, questions.surrender(campaign=True))
    yield "giving up in a campaign"
    d.show(ToBattle(opened))
    yield "a new battle's briefing"
    session = opened.session
    d.show(ToMap(session))
    scene = settled(d)
    d.app.apply(questions.put(asks.OpenMenu(), scene.battle))
    d.step()
    yield "menu of the battle"
    d.click_text("Keep this position")
    yield "a position to be kept as a puzzle"
    d.click_text("Keep it")
    yield "a puzzle kept"
    d.show(ToWhereItCameFrom(session))
    yield "the start, with a battle to go on with"
    d.show(ToSaves())
    yield "saves"
    d.click_text("Delete")
    yield "a game to be deleted"
    with dealt():
        d.show(ToNewBattle())
        yield "new battle, with results"
    mine = next(each.id for each in shelf.listings() if not each.shipped)
    d.show(ToPuzzles(mine))
    yield "a puzzle of one's own"
    d.click_text("Remove")
    yield "a puzzle to be removed"
    d.show(ToPuzzles())
    d.click_text("Show a solution")
    yield "a solution"
    files = scenario_files(folder / "pack")
    files.change("map", "../tilesets/terrain.tsx", "own.tsx")
    files.tsx.rename(files.folder / "own.tsx")
    pack = packs.pack(files.folder, folder / "small.khalkhin", "A. Maker of Many Maps", "CC-BY-4.0", "2", check_all)[0]
    for path in (pack, folder / "nothing.khalkhin"):
        d.show(ToStart())
        pygame.event.post(pygame.event.Event(pygame.DROPFILE, file=str(path)))
        d.step()
        yield f"dropped: {path.name}"


def seats(d: Driver, folder: Path, patch: pytest.MonkeyPatch, each: int) -> Iterator[str]:
    """The seats at the table and the hand-over, with and without code words."""
    table = FakeTable(small_battle(), SIDES)
    for scene in (HandOver(table, "soviet"), SeatsScene(table, "soviet")):
        over(d, scene, ToMap(table))
        yield type(scene).__name__
    table.lock("soviet", "horse")
    table.submit(EndTurn())
    table.submit(EndTurn())
    table.open_without("japanese")
    table.hand("japanese", "staff", 2)
    d.show(ToMap(table))
    alone(d)
    d.app.apply(Push(SeatsScene(table, "soviet")))
    d.step()
    yield "seats, locked and handed over"
    for button in d.buttons():
        if "word" in button.text.lower():
            d.click(button.rect.center)
            break
    yield "a code word"
    for back in (False, True):
        over(d, HandOver(table, "soviet", back=back), ToMap(table))
        yield f"hand-over, locked, {back}"
    d.click_text("Word forgotten")
    yield "a word forgotten"


def asked(d: Driver, folder: Path, patch: pytest.MonkeyPatch, each: int) -> Iterator[str]:
    """All that a battle puts before a player."""
    some = tuple(f"{i}th Motor Rifle Machine-gun Brigade" for i in range(20))
    every: list[asks.Ask] = [
        asks.Telegram(ENTRY, "20 August 1939, 06:00"),
        asks.Note("The battle cannot go on", LONG),
        asks.Unwritten(LONG[:200]),
        *(asks.InTrouble(Trouble("soviet", kind, tuple(Remedy))) for kind in TroubleKind),
        asks.Recap((), (asks.Telegram(ENTRY, "20 August"),), "soviet", watch=True),
        asks.Decide(ENTRY),
        asks.CoverMap("soviet"),
        asks.ConfirmEnd(some),
        asks.ConfirmExit("su-a", "149th Motor Rifle Machine-gun Brigade"),
        asks.OpenSupply(),
        asks.OpenArmyTable(),
        asks.OpenSearch(),
        asks.OpenPlan(),
        asks.OpenMenu(),
        asks.Briefing("soviet"),
        asks.Over(),
    ]
    for ask in every:
        d.show(ToMap(posed_battle()))
        battle = settled(d).battle
        if isinstance(ask, asks.Over):
            battle.session.give_up()
        d.app.apply(questions.put(ask, battle))
        d.step()
        yield f"asked: {type(ask).__name__}"


def battles(d: Driver, folder: Path, patch: pytest.MonkeyPatch, each: int) -> Iterator[str]:
    """A battle in which all services stand: pages, keys, overlays, every order of every kind of unit."""
    d.show(ToMap(posed_battle()))
    yield "the first messages of a battle"
    scene = settled(d)
    yield "a battle"
    for name, _text, command in TABS:
        scene.command(command)
        d.step()
        yield f"page {name}"
    scene.battle.turn_to("info")
    for command in KINDS:
        scene.command(command)
        d.step(3)
        yield f"overlay {command.name}"
        scene.command(command)
    for command in dict.fromkeys(command for _key, _mod, command in BINDINGS):
        if command.name in ("EXIT", "END_TURN", "REHEARSE", "NEXT_PLANNED"):
            continue
        d.app.apply(scene.command(command))
        d.step()
        yield f"command {command.name}"
        while d.top is not scene:
            d.key(pygame.K_ESCAPE)
        Hands(d)._let_go()
    scene.battle.say(LONG[:300], "dim")
    d.step()
    yield "a long message"
    yield from _orders(d, scene)
    d.app.apply(scene.command(Command.REHEARSE))
    d.step(6)
    yield "a rehearsal"
    rehearsal = a(BattleScene, d.top)
    for name, then in {
        "menu": questions.put(asks.OpenMenu(), rehearsal.battle),
        "end": Push(rehearsing.ending(a(Rehearsal, rehearsal.session), kept=True)),
    }.items():
        d.app.apply(then)
        d.step()
        yield f"a rehearsal, {name}"
        d.app.apply(Back())
    alone(d)
    d.key(pygame.K_RETURN)
    yield "the end of a turn"


def _orders(d: Driver, scene: BattleScene) -> Iterator[str]:
    hands = Hands(d)
    planner = scene.battle.planner
    looked: set[str] = set()
    for unit in planner.view.state.units:
        if unit.spec.side != "soviet" or not unit.on_map or unit.spec.type.id in looked:
            continue
        looked.add(unit.spec.type.id)
        hands.select(unit.id)
        yield f"selected: {unit.spec.type.id}"
        for choice in planner.choices():
            before = planner.state
            scene.battle.pick(choice.id)
            d.step()
            if planner.draft is not None and (kind := choice.id.split("-")[0]) not in looked:
                looked.add(kind)
                yield f"order {choice.id}"
            while planner.draft is not None:
                scene.battle.step_back()
            if planner.state is not before:
                scene.session.undo()
                scene.battle.take_view()
            if planner.selected != unit.id:
                hands.select(unit.id)
    hands._let_go()
    for enemy in planner.state.known_enemies("soviet"):
        scene.battle.attack(enemy.hex)
        d.step()
        if scene.panel.assaulting:
            yield "an assault"
            d.key(pygame.K_ESCAPE)
            break
    hands._let_go()
    for store in planner.state.stores:
        if store.side == "soviet" and store.hex >= 0 and not planner.state.at_hex(store.hex):
            hands.select_store(store.hex)
            yield "a depot"
            break
    hands._let_go()


def lessons(d: Driver, folder: Path, patch: pytest.MonkeyPatch, each: int) -> Iterator[str]:
    """The first step of every lesson, its menu and its ends; a puzzle, its menu and its end."""
    for lesson in tuple(ids())[::each]:
        pupil = Pupil(d, "keys")
        pupil.begin(lesson)
        yield f"lesson {lesson}"
        pupil.scene.battle.say(LONG[:300], "dim")
        d.step()
        yield f"lesson {lesson}, a long message"
    d.show(ToLesson(ids()[0]))
    pupil.settle()
    for name, scene in {"menu": pupil.coach.menu(), "done": pupil.coach._finished()}.items():
        d.app.apply(Push(scene))
        d.step()
        yield f"lesson, {name}"
        d.app.apply(Back())
    d.app.apply(pupil.coach.over())
    d.step()
    yield "lesson, battle over"
    d.show(ToPuzzle(shelf.listings()[0].id))
    yield "a puzzle's briefing"
    d.show(ToMap(d.top.session))
    scene = settled(d)
    d.app.apply(questions.put(asks.OpenMenu(), scene.battle))
    d.step()
    yield "a puzzle's menu"
    alone(d)
    while not scene.session.over:
        scene.session.submit(EndTurn())
    d.app.apply(questions.put(asks.Over(), scene.battle))
    d.step()
    yield "a puzzle's end"


def films(d: Driver, folder: Path, patch: pytest.MonkeyPatch, each: int) -> Iterator[str]:
    """A battle watched again, and its end and report."""
    made = small_battle(3)
    path = folder / "a.journal"
    session = Session.begin(made, {"soviet": HUMAN, "japanese": "staff"}, 1, path=path)
    for order, _ in moves(session._state, {"soviet": "staff", "japanese": "staff"}):
        session.submit(order)
    d.show(ToEnd(session, "soviet"))
    yield "the end of a battle"
    d.show(ToReport(None, made))
    d.step()
    yield "a report that cannot be written"
    session.close()
    film = Film(read(path), made)
    scene = FilmScene(film, (ALL, *SIDES))
    d.show(scene)
    yield "a film"
    for command in dict.fromkeys(command for _key, _mod, command in FILM):
        scene.player.go(film.first_of(1))
        d.until(lambda: not scene.player.seeking, "the turn")
        d.app.apply(scene.command(command))
        d.step()
        yield f"film, {command.name}"
        alone(d)
    scene.player.go(film.first_of(1))
    d.until(lambda: not scene.player.seeking, "the turn")
    if scene.asked is None:
        d.app.apply(scene.command(FilmCommand.ASK))
    d.until(lambda: scene.asked is not None and not scene.asked.waiting, "the staff's answer")
    yield "film, the staff answers"
    d.show(ToFilm(path))
    begun = Session.begin(made, dict.fromkeys(SIDES, HUMAN), 1, path=folder / "b.journal")
    begun.lock("soviet", "horse")
    begun.submit(EndTurn())
    begun.close()
    d.app.apply(Push(watch(Film(read(folder / "b.journal"), made), "", SIDES)))
    d.step()
    yield "who looks at a film"
    d.click_text("Soviet")
    yield "who looks, by a code word"


def campaigns(d: Driver, folder: Path, patch: pytest.MonkeyPatch, each: int) -> Iterator[str]:
    """A campaign begun, fought by the staffs, and its list."""
    campaign_files(folder, patch)
    path = a(Path, campaign_port.start({"soviet": "human", "japanese": "human"}, 5, True))
    d.show(ToCampaigns())
    yield "campaigns"
    d.click_text("Campaign 001")
    d.click_text("Delete")
    yield "a campaign to be deleted"
    under = a(campaign_port.Under, campaign_port.open_campaign(path))
    d.show(ToCampaign(under))
    for page in d.top.pages:
        d.top.page = page
        d.top.rebuild()
        yield f"campaign, {page}"
    opened = a(library.Opened, campaign_port.fight(under))
    opened.session.close()
    d.show(ToCampaign(a(campaign_port.Under, campaign_port.open_campaign(path))))
    yield "a campaign's battle begun"
    d.click_text("Begin it anew")
    yield "a campaign's battle anew"
    alone(d)
    d.click_text("The staffs finish it")
    yield "the staffs are to finish it"
    d.choose("Let them")
    yield "the staffs fight"
    d.until(lambda: isinstance(d.top, CampaignScene), "the staffs' battle")
    yield "a campaign's battle fought"
    opened = a(library.Opened, campaign_port.fight(d.top.under))
    d.show(ToWhereItCameFrom(opened.session))
    yield "back at the campaign"
    d.show(ToStart())
    opened.session.close()


def edited(d: Driver, folder: Path, patch: pytest.MonkeyPatch, each: int) -> Iterator[str]:
    """A scenario that is edited while its battle is played."""
    files = scenario_files(folder)
    session = a(ToBattle, first(str(files.folder), "soviet", 1, None)).opened.session
    scene = BattleScene(session, edits=Edits(files.folder, watched=False))
    d.show(scene)
    settled(d)
    files.change("map", 'value="veteran"', 'value="veterans"')
    d.key(pygame.K_F5)
    d.until(lambda: isinstance(d.top, FaultsScene), "the faults of the edit")
    yield "an edit with faults"
    d.show(ToBriefing(session, "soviet"))
    yield "a briefing, again"


WAYS: tuple[Way, ...] = (menus, books, kept, seats, asked, battles, lessons, films, campaigns, edited)


# -- the census ----------------------------------------------------------------------------------------------------


def _modules() -> Iterator[str]:
    for module in pkgutil.walk_packages(ui.__path__, "khalkhin.ui."):
        importlib.import_module(module.name)
        yield module.name


def _kinds(kind: type[Scene]) -> Iterator[type[Scene]]:
    for below in kind.__subclasses__():
        yield below
        yield from _kinds(below)


@functools.cache
def scenes() -> frozenset[type[Scene]]:
    """All kinds of screens that the window has."""
    names = frozenset(_modules())
    return frozenset(
        kind
        for kind in _kinds(Scene)
        if kind.__module__ in names and kind.build is not Scene.build  # not a mere base
    )


@functools.cache
def dialogs() -> frozenset[tuple[str, str]]:
    """The functions of the window that make a dialog of their own, by module and name."""
    makers = {kind.__name__ for kind in scenes() if issubclass(kind, Dialog | MenuScene)}
    found: set[tuple[str, str]] = set()

    def look(node: ast.AST, module: str, inside: tuple[str, ...]) -> None:
        for child in ast.iter_child_nodes(node):
            deeper = inside
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                deeper = (*inside, child.name)
            elif isinstance(child, ast.Call) and isinstance(child.func, ast.Name) and child.func.id in makers:
                found.add((module, ".".join(inside)))
            look(child, module, deeper)

    for name in _modules():
        source = Path(the(sys.modules[name].__file__)).read_text(encoding="utf-8")
        look(ast.parse(source), name, ())
    return frozenset(found)


class Census:
    """What was come by, while :meth:`counting` lasts."""

    def __init__(self) -> None:
        self.scenes: set[type[Scene]] = set()
        self.destinations: set[type[Any]] = set()
        self.asks: set[type[Any]] = set()
        self.dialogs: set[tuple[str, str]] = set()

    @contextmanager
    def counting(self) -> Iterator[Census]:
        """Watch what is made."""
        route, put, made = Router.scene, questions.put, Dialog.__init__
        menu = MenuScene.__init__
        census = self

        def routed(router: Router, to: Destination) -> Scene:
            census.destinations.add(type(to))
            return route(router, to)

        def asking(ask: asks.Ask, battle: Any) -> Any:
            census.asks.add(type(ask))
            return put(ask, battle)

        def dialog(self: Dialog, *given: Any, **more: Any) -> None:
            census._made_by(sys._getframe(1))
            made(self, *given, **more)

        def menus(self: MenuScene, *given: Any, **more: Any) -> None:
            census._made_by(sys._getframe(1))
            menu(self, *given, **more)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Router, "scene", routed)
            patch.setattr(questions, "put", asking)
            patch.setattr(Dialog, "__init__", dialog)
            patch.setattr(MenuScene, "__init__", menus)
            yield self

    def _made_by(self, frame: Any) -> None:
        while frame.f_code.co_name in ("__init__", "dialog", "menus") and frame.f_back is not None:
            frame = frame.f_back
        self.dialogs.add((frame.f_globals.get("__name__", ""), frame.f_code.co_qualname.replace(".<locals>", "")))

    def missed(self) -> list[str]:
        """What the window has and nobody has come by, as sentences."""
        out = [f"nobody stopped at {kind.__module__}.{kind.__name__}" for kind in scenes() - self.scenes]
        out += [f"nobody went {to.__name__}" for to in set(get_args(Destination)) - self.destinations]
        out += [f"nobody was asked {ask.__name__}" for ask in set(get_args(asks.Ask)) - self.asks]
        out += [f"nobody had the dialog of {module}.{name}" for module, name in dialogs() - self.dialogs]
        return sorted(out)
