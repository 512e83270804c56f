"""The router: the one place that knows which scene a destination is. It alone may import a room when it is first asked
for, so that the window opens without the rooms that are not shown."""

from __future__ import annotations

import gc
import importlib
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from khalkhin.play import first_look, logfile
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
from khalkhin.ui.dialogs.dialog import fault_message
from khalkhin.ui.dialogs.rescue import RescueScene
from khalkhin.ui.ports.found import Opened, OpeningFault, Saved
from khalkhin.ui.scene import Scene
from khalkhin.ui.widgets.backdrop import Backdrop

if TYPE_CHECKING:
    from khalkhin.core.model.scenario import Scenario
    from khalkhin.ui.ports.game_port import GamePort


class Router:
    """Makes scenes. The menus share one picture behind them; saved games may be of scenarios in the folders `also`.
    With `watch` a battle's scenario is read again when its files are saved."""

    def __init__(self, also: Iterable[Path] = (), *, watch: bool = False) -> None:
        self._watch = watch
        self._backdrop = Backdrop()
        self._also = tuple(also)

    # Long: a case for each destination.
    def scene(self, to: Destination) -> Scene:
        """The scene of a destination."""
        match to:
            case ToStart(fault, welcome):
                from khalkhin.ui.menus.start import StartScene

                return StartScene(fault, self._backdrop, welcome=welcome)
            case ToLessons(chosen):
                from khalkhin.ui.menus.lessons import LessonsScene

                return LessonsScene(self._backdrop, chosen)
            case ToLesson(lesson, anew):
                return self._lesson(lesson, anew)
            case ToPuzzles(chosen):
                from khalkhin.ui.menus.puzzles import PuzzlesScene

                return PuzzlesScene(self._backdrop, chosen)
            case ToPuzzle(puzzle):
                from khalkhin.ui.ports import puzzles_port

                game = puzzles_port.begin(puzzle)
                return self._found(game if isinstance(game, OpeningFault) else Opened(game, True))
            case ToNewBattle():
                from khalkhin.ui.menus.new_battle import NewBattleScene

                return NewBattleScene(self._backdrop)
            case ToSaves(playing):
                from khalkhin.ui.menus.load import LoadScene

                return LoadScene(self._backdrop, playing)
            case ToSettings() | ToKeys() | ToHelp() | ToRules() | ToLegend() | ToHistory():
                return self._aid(to)
            case ToCampaigns():
                from khalkhin.ui.campaign.campaign_list import CampaignsScene

                return CampaignsScene(self._backdrop)
            case ToCampaign(under):
                from khalkhin.ui.campaign.screen import CampaignScene

                return CampaignScene(under)
            case ToCopy(path):
                from khalkhin.ui.ports import library

                return self._found(library.open_copy(path, self._also))
            case ToJournal(path):
                from khalkhin.ui.ports import library

                return self._found(library.open_save(path, self._also))
            case ToRescue(detail, where, journal):
                return RescueScene(detail, where, journal)
            case ToBattle(opened):
                return self._opened(opened)
            case ToMap(session):
                self._backdrop = Backdrop()  # The picture is megabytes, and is not needed for a while.
                from khalkhin.ui.battle.battle import BattleScene
                from khalkhin.ui.ports.edits import edits_of

                return BattleScene(session, edits=edits_of(session, self._also, self._watch))
            case ToBriefing(session, side):
                from khalkhin.ui.menus.briefing import BriefingScene

                return BriefingScene(session, (side,), again=True)
            case ToEnd(session, viewer):
                from khalkhin.ui.report.end import EndScene

                return EndScene(session, viewer)
            case ToReport(journal, scenario):
                from khalkhin.ui.report.screen import ReportScene

                return ReportScene(journal, scenario)
            case ToFilm():
                return self._film(to)
            case ToWhereItCameFrom(session):
                return self._back_from(session)
        assert_never(to)

    def _aid(self, to: ToSettings | ToKeys | ToHelp | ToRules | ToLegend | ToHistory) -> Scene:
        """What can be laid over any screen: settings, and what explains the game."""
        match to:
            case ToSettings():
                from khalkhin.ui.menus.settings import SettingsScene

                return SettingsScene()
            case ToKeys():
                from khalkhin.ui.battle.keys import TABLE as BATTLE
                from khalkhin.ui.menus.keys import KeysScene
                from khalkhin.ui.replay.keys import TABLE as FILM

                return KeysScene((BATTLE, FILM))
            case ToHelp():
                from khalkhin.ui.battle.helppage import help_page

                return help_page()
            case ToRules(chapter):
                from khalkhin.ui.menus.rulebook import RulebookScene

                return RulebookScene(chapter)
            case ToLegend():
                from khalkhin.ui.legend.screen import LegendScene

                return LegendScene()
            case ToHistory(section, part):
                from khalkhin.ui.history.screen import HistoryScene

                return HistoryScene(section, part)
        assert_never(to)

    def dropped(self, file: Path) -> Scene:
        """What is asked, or said, about a file that was dropped on the window."""
        from khalkhin.ui.dialogs.packed import dropped

        return dropped(file)

    def _film(self, to: ToFilm) -> Scene:
        from khalkhin.ui.ports import films

        film = films.open_film(to.journal, self._also)
        if isinstance(film, OpeningFault):
            return fault_message(film) if to.back is None else self.scene(ToStart(film))
        from khalkhin.ui.replay.screen import watch

        return watch(film, to.side, films.eyes(film), to.back)

    def _found(self, found: Opened | OpeningFault) -> Scene:
        return self.scene(ToStart(found) if isinstance(found, OpeningFault) else ToBattle(found))

    def _opened(self, opened: Opened) -> Scene:
        """A new battle's briefing, of the side that plays first where two players share the machine; else its map."""
        humans = opened.session.humans
        if not (opened.fresh and humans):
            return self.scene(ToMap(opened.session))
        from khalkhin.ui.menus.briefing import BriefingScene

        return BriefingScene(opened.session, humans[:1] if len(humans) > 1 else humans)

    def _lesson(self, lesson: str, anew: bool) -> Scene:
        from khalkhin.ui.ports import lessons_port

        found = lessons_port.take(lesson, anew=anew)
        if isinstance(found, OpeningFault):
            return self.scene(ToStart(found))
        from khalkhin.ui.battle.battle import BattleScene

        return BattleScene(found.game, found)

    def _back_from(self, session: GamePort) -> Scene:
        from khalkhin.play.lessons.game import LessonGame
        from khalkhin.play.puzzles.game import PuzzleGame
        from khalkhin.ui.ports import campaign_port

        if isinstance(session, LessonGame):
            return self.scene(ToLessons(session.course.id))
        if isinstance(session, PuzzleGame):
            return self.scene(ToPuzzles(session.puzzle.id))
        if session.carry is None:
            return self.scene(ToStart())
        found = campaign_port.open_campaign(campaign_port.home(session))
        if isinstance(found, OpeningFault):
            return self.scene(ToStart(found))
        from khalkhin.ui.campaign.screen import CampaignScene

        scene = CampaignScene(found)
        if session.over and any(r.stage == session.carry.stage.id for r in found.progress.results):
            scene.page = session.carry.stage.id
        return scene


#: What is loaded while the start screen is looked at: all that a click on it may ask for.
REST = (
    "khalkhin.ui.ports.library",
    "khalkhin.ui.ports.lessons_port",
    "khalkhin.ui.ports.campaign_port",
    "khalkhin.ui.menus.new_battle",
    "khalkhin.ui.menus.lessons",
    "khalkhin.ui.menus.puzzles",
    "khalkhin.ui.menus.load",
    "khalkhin.ui.menus.briefing",
    "khalkhin.ui.battle.battle",
)


class LateDesk:
    """Loads the rest of the program in a thread while the start screen, or a first briefing, is shown, and asks it for
    what the start screen shows."""

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None
        self._last: tuple[Saved | None] | None = None
        self._forgotten = False

    @property
    def ready(self) -> bool:
        """Whether the rest is there."""
        return REST[0] in sys.modules and (self._thread is None or not self._thread.is_alive())

    def load(self) -> None:
        """Begin to load the rest, if that has not been begun; nothing is waited for."""
        if self._thread is not None:
            return
        self._thread = threading.Thread(target=self._load, daemon=True)
        try:
            self._thread.start()
        except RuntimeError:  # The machine has no thread left to give.
            self._thread = None
            self._load()

    def _load(self) -> None:
        try:
            for name in REST:
                importlib.import_module(name)
            if self._forgotten:
                return
            from khalkhin.ui.ports import library

            found = (library.last_battle(),)
            self._last = None if self._forgotten else found
            gc.freeze()  # What is there now stays: it need not be looked through whenever screens are swept up.
        except Exception as error:  # Told where it is asked for again, over the window.
            logfile.failure(error, "the rest was loaded behind the start screen")

    def forget(self) -> None:
        """What was found behind the screen is old news: other screens have been shown since."""
        self._forgotten, self._last = True, None

    def last_battle(self) -> Saved | None:
        """The battle that was played last and goes on, if there is one; as it was found behind the screen, once."""
        self._wait()
        from khalkhin.ui.ports import library

        found, self._last = self._last, None
        return library.last_battle() if found is None else found[0]

    def open_save(self, path: Path) -> Opened | OpeningFault:
        """A saved game, to go on with."""
        self._wait()
        from khalkhin.ui.ports import library

        return library.open_save(path)

    def lesson_offered(self) -> None:
        """Remember that the first lesson was offered."""
        from khalkhin.ui.ports import lessons_port

        lessons_port.was_offered()

    def _wait(self) -> None:
        if self._thread is not None:
            self._thread.join()


def named_folders(scenario: str) -> tuple[Path, ...]:
    """The folder of a scenario that was named on the command line, if there is one."""
    from khalkhin.ui.ports import beginning

    return beginning.folder_of(scenario)


def first(
    scenario: str | None,
    side: str | None,
    seed: int | None,
    load: str | None,
    level: str = "normal",
    named: Iterable[Path] = (),
    loaded: Scenario | None = None,
) -> Destination:
    """Where the window opens: the start screen, or what the command line asked for; its faults are told over it. The
    scenario may have been `loaded` already."""
    if load is None and scenario is None:
        return ToStart(welcome=first_look.first_time())
    if load is not None:
        from khalkhin.ui.ports import library

        what = library.open_save(Path(load), named)
    else:
        assert scenario is not None
        from khalkhin.ui.ports import beginning

        gc.freeze()  # What is loaded by now stays, and is much; the first sweep comes before the first picture.
        what = beginning.open_battle(scenario if loaded is None else loaded, side, seed, level)
    return ToStart(what) if isinstance(what, OpeningFault) else ToBattle(what)
