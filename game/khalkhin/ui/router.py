"""The router: the one place that knows which scene a destination is. It alone may import a room when it is first asked
for, so that the window opens without the rooms that are not shown."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import assert_never

from khalkhin.play.lessons.game import LessonGame
from khalkhin.play.puzzles.game import PuzzleGame
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
from khalkhin.ui.ports import campaign_port, films, lessons_port, puzzles_port
from khalkhin.ui.ports.edits import edits_of
from khalkhin.ui.ports.game_port import Table
from khalkhin.ui.ports.library import Fault, Opened, open_copy, open_save
from khalkhin.ui.scene import Scene
from khalkhin.ui.widgets.backdrop import Backdrop


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
                game = puzzles_port.begin(puzzle)
                return self._found(game if isinstance(game, Fault) else Opened(game, True))
            case ToNewBattle():
                from khalkhin.ui.menus.new_battle import NewBattleScene

                return NewBattleScene(self._backdrop)
            case ToSaves(playing):
                from khalkhin.ui.menus.load import LoadScene

                return LoadScene(self._backdrop, playing)
            case ToSettings():
                from khalkhin.ui.menus.settings import SettingsScene

                return SettingsScene()
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
            case ToCampaigns():
                from khalkhin.ui.campaign.campaign_list import CampaignsScene

                return CampaignsScene(self._backdrop)
            case ToCampaign(under):
                from khalkhin.ui.campaign.screen import CampaignScene

                return CampaignScene(under)
            case ToCopy(path):
                return self._found(open_copy(path, self._also))
            case ToJournal(path):
                return self._found(open_save(path, self._also))
            case ToRescue(detail, where, journal):
                return RescueScene(detail, where, journal)
            case ToBattle(opened):
                return self._opened(opened)
            case ToMap(session):
                self._backdrop = Backdrop()  # The picture is megabytes, and is not needed for a while.
                from khalkhin.ui.battle.battle import BattleScene

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

    def _film(self, to: ToFilm) -> Scene:
        film = films.open_film(to.journal, self._also)
        if isinstance(film, Fault):
            return fault_message(film) if to.back is None else self.scene(ToStart(film))
        from khalkhin.ui.replay.screen import watch

        return watch(film, to.side, films.eyes(film, to.over), to.back)

    def _found(self, found: Opened | Fault) -> Scene:
        return self.scene(ToStart(found) if isinstance(found, Fault) else ToBattle(found))

    def _opened(self, opened: Opened) -> Scene:
        """A new battle's briefing, of the side that plays first where two players share the machine; else its map."""
        humans = opened.session.humans
        if not (opened.fresh and humans):
            return self.scene(ToMap(opened.session))
        from khalkhin.ui.menus.briefing import BriefingScene

        return BriefingScene(opened.session, humans[:1] if len(humans) > 1 else humans)

    def _lesson(self, lesson: str, anew: bool) -> Scene:
        found = lessons_port.take(lesson, anew=anew)
        if isinstance(found, Fault):
            return self.scene(ToStart(found))
        from khalkhin.ui.battle.battle import BattleScene

        return BattleScene(found.game, found)

    def _back_from(self, session: Table) -> Scene:
        if isinstance(session, LessonGame):
            return self.scene(ToLessons(session.course.id))
        if isinstance(session, PuzzleGame):
            return self.scene(ToPuzzles(session.puzzle.id))
        if session.carry is None:
            return self.scene(ToStart())
        found = campaign_port.open_campaign(campaign_port.home(session))
        if isinstance(found, Fault):
            return self.scene(ToStart(found))
        from khalkhin.ui.campaign.screen import CampaignScene

        scene = CampaignScene(found)
        if session.over and any(r.stage == session.carry.stage.id for r in found.progress.results):
            scene.page = session.carry.stage.id
        return scene
