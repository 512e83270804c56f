"""The battle's screen: its parts laid out in the window, and what mouse and keys mean.

What is done is the controller's (:mod:`khalkhin.ui.battle.controller`); what is shown is each part's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import assert_never

import pygame
from pygame_gui.elements import UIButton

from khalkhin.core.model.scenario import Scenario
from khalkhin.play.intentions.intentions import Until
from khalkhin.play.lessons.attempt import Attempt
from khalkhin.play.puzzles.game import PuzzleGame
from khalkhin.play.rehearsal.game import Rehearsal
from khalkhin.play.rehearsal.plan import Plan
from khalkhin.play.session.journal import JournalError
from khalkhin.scenario.lessons.course import OnButton, OnConfirm, OnHex, OnOrder, OnOverlay, OnPage, OnUnit, Pointer
from khalkhin.translation import _
from khalkhin.ui.battle import questions, rehearsing
from khalkhin.ui.battle.account_card import AccountCard
from khalkhin.ui.battle.asks import Ask, OpenArmyTable, OpenMenu, OpenPlan, OpenSearch, OpenSupply, Over
from khalkhin.ui.battle.bars import Foot, TopBar
from khalkhin.ui.battle.coach import Coach
from khalkhin.ui.battle.command import Command, RunCommand
from khalkhin.ui.battle.controller import BattleController
from khalkhin.ui.battle.edited import Beneath, FaultsScene, Mended
from khalkhin.ui.battle.keys import ARROWS, DIGITS, LESS, MORE, TABLE, command_for, key_name
from khalkhin.ui.battle.layerbar import KINDS
from khalkhin.ui.battle.map_area import MapArea, Viewpoint
from khalkhin.ui.battle.overlay_bar import OverlayBar
from khalkhin.ui.battle.rehearsing import Band
from khalkhin.ui.battle.results import (
    Anew,
    AskBack,
    AskSeats,
    AskSurrender,
    BattleResult,
    Chosen,
    DropPlan,
    EndTheTurn,
    GivePlanned,
    HandToComputer,
    Hush,
    KeepPlan,
    Leave,
    LeaveMap,
    LeaveRehearsal,
    OpenArmy,
    PartAgain,
    PlanResult,
    PutOff,
    QuitGame,
    ReadBriefing,
    Rehearsed,
    RehearsePlan,
    Save,
    SeatResult,
    Show,
    ShowLine,
    Surrender,
    TakeRemedy,
    TookBack,
    TookOver,
    WatchAgain,
    WatchFilm,
)
from khalkhin.ui.battle.seats import SeatsScene
from khalkhin.ui.battle.side_panel import SidePanel
from khalkhin.ui.battle.turn_end import HandOver
from khalkhin.ui.desk.results import Led
from khalkhin.ui.destinations import (
    Destination,
    ToBriefing,
    ToEnd,
    ToFilm,
    ToHelp,
    ToHistory,
    ToLegend,
    ToPuzzle,
    ToRules,
    ToWhereItCameFrom,
)
from khalkhin.ui.dialogs.dialog import Ticked, message, opened
from khalkhin.ui.map.mapview import MapView
from khalkhin.ui.panels import assaultrows, orderrows
from khalkhin.ui.planning.actions import ConfirmDraft, PanelAction, Pick, TurnDial, TurnSorties
from khalkhin.ui.ports.edits import Edits
from khalkhin.ui.ports.found import OpeningFault
from khalkhin.ui.ports.game_port import GamePort
from khalkhin.ui.scene import Back, Go, Next, Push, Quit, Result, Scene
from khalkhin.ui.sound import surroundings
from khalkhin.ui.sound.names import Mood
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.rebinding import moves
from khalkhin.ui.widgets.rows import RowAction

#: What commands put over the battle.
OPENS: dict[Command, Ask] = {
    Command.STORES: OpenSupply(),
    Command.ROSTER: OpenArmyTable(),
    Command.SEARCH: OpenSearch(),
    Command.PLAN: OpenPlan(),
}
#: The pages they lead to, whatever the battle.
PAGES: dict[Command, Destination] = {
    Command.HELP: ToHelp(),
    Command.LEGEND: ToLegend(),
    Command.HISTORY: ToHistory(),
}


class BattleScene(Scene):
    """A battle under way. `session` holds the game; it may be the battle of a lesson that is being taken."""

    def __init__(
        self,
        session: GamePort,
        lesson: Attempt | None = None,
        edits: Edits | None = None,
        over: BattleScene | None = None,
    ) -> None:
        self.session = session
        #: The battle that is rehearsed in.
        self.over = over
        #: The files of the scenario, where its maker may be editing them.
        self.edits = edits
        self.battle = BattleController(session, self)
        self.coach = None if lesson is None else Coach(lesson, self.battle, self._overlay_on, self._turn_overlay)
        self.band = Band(session, self.battle) if isinstance(session, Rehearsal) else None
        self._built = False
        #: Whether the panels do not show yet what the controller holds.
        self._behind = False
        #: Whether another screen lies over this one: notes beside the pointer or the cursor are not for its user.
        self._covered = False
        self._ear = surroundings.Ear()
        #: How the players at the machine look at the map, by side, until they sit down again.
        self._looks: dict[str, Viewpoint | None] = {}
        if over is not None:
            self._looks[self.battle.viewer] = over.map.look
            self.battle.begin_quietly()
        self._set_out(None if over is None else over.map.view)

    def _set_out(self, view: MapView | None) -> None:
        """All parts anew, for the player who sits down; the map keeps only the ground it has painted."""
        self.overlays = OverlayBar(self.session.scenario)
        self.map = MapArea(self.battle, self.overlays, view, self._looks.get(self.battle.viewer))
        self.panel = SidePanel(self.battle)
        self.card = AccountCard(self.battle)
        self.top = TopBar(self.battle)
        self.foot = Foot(self.battle, self._enter_taken)
        self._on_minimap = False
        #: Where the mouse went down to lay the measuring tape.
        self._taped: int | None = None

    @property
    def resumable(self) -> Path | None:
        return self.session.path if self.over is None else self.over.resumable

    @property
    def mood(self) -> Mood:
        return surroundings.mood(self.battle.shown)

    @property
    def own_sounds(self) -> Mapping[str, str]:
        return self.session.scenario.sounds

    @property
    def around(self) -> Mapping[str, float]:
        """As heard where the middle of the map is; nothing while the machine changes hands."""
        if self.battle.hidden or self.map.view is None:
            return {}
        return self._ear.at(self.battle.shown, self.map.middle(), self.map.view.camera.zoom)

    # ------------------------------------------------------------------ what the controller tells

    def present(self) -> None:
        """The panels are to be brought up to date before they are seen: once, whatever is said of them until then."""
        self._behind = True
        if self._built:
            self.app.dirty = True

    def _catch_up(self) -> None:
        """Bring the panels up to date if they are not, building them anew when the assault panel comes or goes."""
        if not self._built or not self._behind:
            return
        if self.panel.assaulting != (self.battle.planner.plan is not None) or self.card.stale:
            self.rebuild()
        else:
            self.refresh()

    def sound(self, name: str) -> None:
        """Play an effect."""
        self.app.sounds.play(name)

    def bring(self, hex_: int) -> None:
        """Bring a hex into sight if it is not."""
        self.map.bring(hex_)

    def glide(self, hex_: int) -> None:
        """Move the map to a hex."""
        self.map.glide(hex_)

    def lend(self) -> None:
        """What happens moves the map from here on, not its player."""
        self.map.lend()

    def give_back(self) -> bool:
        """Let the map be where its player had it when it was lent, unless he has moved it since; whether it moved."""
        moved = self.map.give_back()
        if moved:
            self.app.dirty = True
        return moved

    def hand_over(self, left: str) -> None:
        """The player of a side has left the machine: make everything anew."""
        self._looks[left] = self.map.look
        self.app.sounds.hush()
        self._ear = surroundings.Ear()
        self._set_out(self.map.view)
        self.ui.set_focus(None)
        self.rebuild()

    # ------------------------------------------------------------------ layout

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        w, h = ui.size
        self._take_settings()
        bar, foot, side = m.px(38), m.row + m.px(12), m.px(352)
        strip = 0 if self.coach is None else min(self.coach.height(w - side, m), h // 2)
        band = 0 if self.band is None else self.band.height(m)
        self.map_rect = pygame.Rect(0, bar + band, w - side, h - bar - band - foot - strip)
        self.side_rect = pygame.Rect(w - side, bar, side, h - bar)
        self.map.build(self.map_rect, m, self.app.clock)
        self.top.build(ui, bar, self.command, self._menu)
        self.overlays.build(ui, self.map_rect, self.command)
        self.foot.build(ui, pygame.Rect(0, h - foot, self.map_rect.width, foot), self.map_rect, self.command)
        if self.band is not None:
            self.band.build(ui, pygame.Rect(0, bar, w - side, band), self.command)
        if self.coach is not None:
            self.coach.build(ui, pygame.Rect(0, self.map_rect.bottom, self.map_rect.width, strip))
        self.panel.build(ui, self.side_rect, self.command)
        self.card.build(ui, self.map_rect, self.map.position)
        ui.sheet_action = self._row_clicked
        self._built = True
        self.refresh()

    def _enter_taken(self) -> bool:
        """Whether Enter confirms something, or goes on with a lesson, and does not end the turn."""
        planner = self.battle.planner
        confirms = planner.plan is not None or planner.draft is not None or planner.sending is not None
        return confirms or (self.coach is not None and self.coach.reading)

    def _take_settings(self) -> None:
        """How what happens is shown."""
        settings = self.app.settings
        self.battle.playback.speed, self.battle.playback.still = settings.speed, settings.still
        self.map.still = settings.still
        self.map.set_silhouettes(settings.silhouettes)

    def refresh(self) -> None:
        """Bring the parts up to date with the controller; cheap when nothing changed."""
        for part in (self.panel, self.top, self.foot, self.overlays):
            part.refresh()
        self._behind = False
        if self.coach is not None:
            self.coach.refresh()
        self.app.dirty = True

    def draw(self, surface: pygame.Surface) -> None:
        self._draw(surface, None)

    def _draw(self, surface: pygame.Surface, on_map: Callable[[pygame.Surface], None] | None) -> None:
        """Draw the battle, and something `on_map`, which is given the map's part of the window: beneath cards, tips and
        whatever else lies over the map."""
        if self.battle.hidden:
            surface.fill(theme.DESK)
            return
        if self._behind:  # something over the battle, or gone from over it, has changed it
            self._catch_up()
            self.ui.update(0.0)
        self.map.ring = None if self.coach is None else self.coach.hex()
        self.map.draw(surface)
        if on_map is not None:
            on_map(surface.subsurface(self.map_rect))
        self._draw_frame(surface)
        if self.map.view is not None:
            self.panel.draw_minimap(surface, self.battle.shown, self.map.view.camera)
        self.ui.draw(surface)
        if self.coach is not None:
            self.coach.draw_frame(surface, self._place_of(self.coach.pointer()))
        self.foot.draw_risen(surface, self.card.place)
        if not self._covered:
            self.map.draw_tip(surface)
            self.panel.draw_choice(surface, self.map_rect)

    def _draw_frame(self, surface: pygame.Surface) -> None:
        w, h = self.ui.size
        area = self.map_rect
        surface.fill(theme.DESK, (0, 0, w, area.top))
        surface.fill(theme.DESK, (0, area.bottom, area.width, h - area.bottom))
        surface.fill(theme.PANEL, self.side_rect)
        if self.band is not None:
            self.band.draw(surface)
            self.band.draw_frame(surface, area)
        if self.coach is not None:
            self.coach.draw_ground(surface)
        for a, b in (
            ((0, area.top - 1), (w, area.top - 1)),
            ((0, area.bottom), (area.right, area.bottom)),
            (self.side_rect.topleft, self.side_rect.bottomleft),
        ):
            pygame.draw.line(surface, theme.LINE, a, b)
        self.top.draw(surface)
        self.foot.draw(surface)

    # ------------------------------------------------------------------ what comes back

    def covered(self) -> None:
        super().covered()
        self._covered = True
        self.battle.hover = self.battle.near_side = None
        self.panel.forget()
        self.present()

    def uncovered(self) -> None:
        self._covered = False
        self._point(self.app.pointer)

    def resumed(self, result: Result | None) -> Next | None:
        what = self._resumed(result) if isinstance(result, BattleResult) else None
        self._take_settings()
        return what

    # Long: a case for each result.
    def _resumed(self, result: BattleResult) -> Next | None:
        battle = self.battle
        match result:
            case Save():
                battle.say(self.session.save(), "good")
            case ReadBriefing():
                return Push(ToBriefing(self.session, battle.viewer))
            case Leave():
                return Go(ToWhereItCameFrom(self.session))
            case WatchFilm():
                path = self.session.path
                return None if path is None else Go(ToFilm(path, battle.viewer, back=path))
            case AskSurrender():
                return Push(questions.surrender(self.session.carry is not None))
            case Surrender():
                return self._give_up()
            case Anew() | PartAgain():
                return self._again(result)
            case QuitGame():
                return Quit()
            case TookOver() | AskSeats() | HandToComputer() | AskBack() | TookBack():
                return self._seated(result)
            case Led(action) | Show(action):
                return self._led(action)
            case ShowLine(action, line):
                battle.go_to_line(action, line)
                more = _("{key} shows the list again, at the next line.").format(key=key_name(Command.LAST_SAW))
                battle.say(more, "dim")
            case WatchAgain():
                battle.watch_again()
            case Chosen(entry, answer):
                battle.choose(entry, answer)
            case PutOff():
                battle.put_off()
            case LeaveMap(unit):
                battle.leave_map(unit)
            case TakeRemedy(remedy):
                battle.remedy(remedy)
            case EndTheTurn():
                battle.end_now()
            case OpenArmy():
                battle.turn_to("army")
                self.present()
            case Hush(matter):
                settings = self.app.settings
                self.app.change_settings(replace(settings, unasked=(*settings.unasked, matter.value)))
                battle.say(_("It will not be told again. The settings bring it back."), "dim")
                ask = battle.end_turn_list(self.app.settings.unasked)
                return None if ask is None else questions.put(ask, battle)
            case KeepPlan() | LeaveRehearsal() | Rehearsed() | RehearsePlan() | DropPlan() | GivePlanned():
                return self._planned(result)
            case Ticked(EndTheTurn(), quiet):
                if quiet:
                    self.app.change_settings(replace(self.app.settings, confirm_end=False))
                battle.end_now()
            case Ticked():
                pass  # Not yet.
            case Mended(scenario):
                return self._take_edit(scenario)
            case _:
                assert_never(result)
        return None

    def _give_up(self) -> Next:
        """The battle ends here, or it cannot be written down that it does."""
        try:
            self.session.give_up()
        except JournalError as error:
            return Push(message(_("The battle goes on"), str(error)))
        return Go(ToEnd(self.session, self.battle.viewer))

    def _again(self, result: Anew | PartAgain) -> Next | None:
        """A lesson or a puzzle from its beginning, or a lesson's step."""
        if isinstance(self.session, PuzzleGame):
            return Go(ToPuzzle(self.session.puzzle.id))
        if self.coach is not None:
            self.coach.anew() if isinstance(result, Anew) else self.coach.part_again()
        return None

    def _seated(self, result: SeatResult) -> Next | None:
        """What came back is about the seats at the table."""
        battle = self.battle
        match result:
            case AskSeats():
                return Push(SeatsScene(self.session, battle.viewer))
            case AskBack(side) if side != battle.viewer and self.session.seats.locked(side):
                return Push(HandOver(self.session, side, back=True))
            case AskBack(side) | TookBack(side):
                battle.take_back(side)
            case HandToComputer(side, turns):
                battle.hand(side, turns)
            case TookOver(watch):
                battle.took_over()
                if watch:
                    battle.watch_again()
            case _:
                assert_never(result)
        self.rebuild()  # The map may have been covered when the controls were made: of the army nothing was told.
        return None

    def _planned(self, result: PlanResult) -> Next | None:
        """What came back is about a rehearsal, or the plan that came of one."""
        battle = self.battle
        match result:
            case KeepPlan(None):
                return self._rehearse()
            case RehearsePlan():
                return self._rehearse(battle.kept)
            case KeepPlan(plan):
                return Back(Rehearsed(plan))
            case LeaveRehearsal():
                return Back(Rehearsed(None))
            case Rehearsed(plan):
                kept = plan is None or battle.keep_plan(plan)
                self.rebuild()  # The map was the rehearsal's meanwhile, and of another size.
                if kept:
                    battle.say(*rehearsing.told(plan))
            case DropPlan():
                if battle.keep_plan(None):
                    self.rebuild()
                    battle.say(_("The plan is thrown away."), "dim")
            case GivePlanned():
                battle.give_planned()
            case _:
                assert_never(result)
        return None

    def _plan_asked(self, command: Command) -> Next | None:
        """Commands of rehearsals and of what came of them."""
        if command is Command.REHEARSE:
            return self._rehearse()
        self.battle.give_planned()
        return None

    def _rehearse(self, plan: Plan | None = None) -> Next | None:
        """Begin a rehearsal, with the orders of a plan where there is one, or ask what is to become of the one that is
        under way."""
        battle, session = self.battle, self.session
        if isinstance(session, Rehearsal):
            battle.hurry()
            if not session.past and not session.plan.orders:
                return Back(Rehearsed(None))
            return Push(rehearsing.ending(session, self.over is not None and self.over.battle.kept is not None))
        if self.coach is not None:
            battle.refuse(_("A lesson is not rehearsed: each of its steps can be gone back from."))
            return None
        battle.hurry()
        if why := battle.why_not_rehearsed():
            battle.refuse(why)
            return None
        battle.select(None)
        view = session.view(battle.viewer)
        game = Rehearsal(view, session.intentions(battle.viewer))
        left = 0 if plan is None else game.follow(plan)
        scene = BattleScene(game, over=self)
        if plan is not None:
            scene.battle.say(*rehearsing.followed(len(game.plan.orders), left))
        return Push(scene)

    @property
    def face(self) -> object:
        """Whose move it is, and whether events still play: what a key or a click means hangs on it."""
        battle = self.battle
        lesson = None if self.coach is None else self.coach.face
        return self.session.active, battle.planner.state.turn, battle.hidden, battle.playing, lesson

    def leave(self) -> None:
        if self.coach is not None:
            self.coach.keep()
        if self.edits is not None:
            self.edits.close()
        self.session.close()

    # ------------------------------------------------------------------ a scenario that is edited meanwhile

    def _save_or_reread(self, command: Command) -> None:
        if command is Command.SAVE:
            self.battle.say(self.session.save(), "good")
        elif self.band is not None:
            self.battle.say(_("Nothing is read again in a rehearsal."), "dim")
        elif self.edits is None:
            self.battle.say(_("Lessons, and battles of a campaign, are not read again while they are played."), "dim")
        else:
            self.battle.say(_("The scenario's files are read again."), "dim")
            self.edits.ask()

    def _look_at_edits(self) -> Next | None:
        """Take up what was read of the scenario's files, unless events are being shown."""
        if self.edits is None or self.battle.playing or (edit := self.edits.news()) is None:
            return None
        if edit.scenario is None:
            return Push(FaultsScene(self.edits, edit, self._beneath))
        return self._take_edit(edit.scenario)

    def _beneath(self) -> Beneath:
        assert self.map.view is not None
        return Beneath(self._draw, self.map_rect, self.side_rect, self.map.view.camera)

    def _take_edit(self, scenario: Scenario) -> Next | None:
        """The battle in the edited scenario, looked at as before."""
        assert self.edits is not None
        found = self.edits.take(self.session, scenario)
        if isinstance(found, OpeningFault):
            return Push(message(found.title, found.text))
        look, kind = self.map.look, self.overlays.choice.kind
        taken, told = found
        self.session, before = taken.session, self.battle
        self.battle = BattleController(self.session, self)
        if taken.anew is None:
            self.battle.follow(before)
        self._looks = {self.battle.viewer: look}
        self._built = False
        self._set_out(None)
        self.overlays.choice.kind = kind
        self.rebuild()
        self.battle.say(told, "good")
        return None

    # ------------------------------------------------------------------ commands

    # Long: a case for each command.
    def command(self, command: Command) -> Next | None:
        """Do what a key or a button asks for."""
        battle, ask = self.battle, None
        if self.coach is not None:
            self.coach.asked(command)
        match command:
            case Command.NEXT_UNIT | Command.PREVIOUS_UNIT:
                battle.next_unit(1 if command is Command.NEXT_UNIT else -1, self.map.middle())
            case Command.OTHER_IN_HEX:
                battle.other_in_hex()
            case Command.HOLD:
                battle.hold()
            case Command.HOLD_SEEN | Command.HOLD_TOLD | Command.CARRY_ON | Command.FORMATION | Command.GROUP:
                self._march(command)
            case Command.CURSOR:
                self._toggle_cursor()
            case Command.ACT | Command.ATTACK:
                self._act(command is Command.ATTACK)
            case Command.BARRAGE:
                battle.barrage()
            case Command.EXIT:
                ask = battle.ask_exit()
            case Command.UNDO:
                battle.undo()
            case Command.REDO:
                battle.redo()
            case Command.END_TURN:
                asked = self.app.settings.confirm_end and self.band is None
                ask = battle.end_turn(asked, self.app.settings.unasked)
            case Command.REHEARSE | Command.NEXT_PLANNED:
                return self._plan_asked(command)
            case Command.STORES | Command.ROSTER | Command.SEARCH | Command.PLAN:
                ask = OPENS[command]
            case Command.LAST_SAW:
                ask = battle.recap()
            case Command.WATCH:
                battle.watch_again()
            case Command.SAVE | Command.REREAD:
                self._save_or_reread(command)
            case Command.HELP | Command.LEGEND | Command.HISTORY:
                return Push(PAGES[command])
            case Command.RULES:
                return Push(ToRules(battle.rule))
            case Command.BRIEFING:
                return Push(ToBriefing(self.session, battle.viewer))
            case Command.MENU:
                return None if self._put_away() else self._menu()
            case Command.TAB_INFO | Command.TAB_LOG | Command.TAB_AIMS | Command.TAB_FORCES | Command.TAB_ARMY:
                self._tab(command)
            case (
                Command.SUPPLY
                | Command.ENEMY_SUPPLY
                | Command.JUGULAR
                | Command.POCKETS
                | Command.CROSSINGS
                | Command.AIR
                | Command.THREATS
                | Command.ZONES
                | Command.OWN_ZONES
            ):
                self.overlays.choice.toggle(KINDS[command])
                self.present()
            case (
                Command.MEASURE
                | Command.SIGHT
                | Command.ZOOM_IN
                | Command.ZOOM_OUT
                | Command.CENTRE
                | Command.WHOLE_MAP
            ):
                self._look(command)
            case _:
                assert_never(command)
        return None if ask is None else questions.put(ask, battle)

    def _march(self, command: Command) -> None:
        """Commands of marches, groups and holds."""
        battle = self.battle
        match command:
            case Command.HOLD_SEEN | Command.HOLD_TOLD:
                if battle.marches.hold(Until.SEEN if command is Command.HOLD_SEEN else Until.TOLD):
                    battle.next_unit(1, self.map.middle())
            case Command.CARRY_ON:
                battle.marches.carry_on()
            case Command.FORMATION:
                battle.formation()
            case Command.GROUP:
                if battle.cursor is None:
                    self._toggle_cursor()
                else:
                    battle.add_to_group([battle.cursor])
        self.present()

    def _look(self, command: Command) -> None:
        """Commands that change only what is seen of the map."""
        unit = self.battle.planner.unit
        match command:
            case Command.MEASURE:
                self.battle.measure()
            case Command.SIGHT:
                self.map.show_sight = not self.map.show_sight
                shaded, plain = _("Shaded hexes are not seen by your side."), _("Sight is not shaded now.")
                self.battle.say(shaded if self.map.show_sight else plain, "dim")
            case Command.ZOOM_IN:
                self.map.zoom(1)
            case Command.ZOOM_OUT:
                self.map.zoom(-1)
            case Command.WHOLE_MAP:
                self.map.fit()
            case Command.CENTRE if unit is not None and unit.on_map:
                self.map.glide(unit.hex)

    def _put_away(self) -> bool:
        """Put away what lies uppermost: a card, a message over the map, whatever is under way."""
        return (not self.battle.accounts and self.foot.put_away()) or self.battle.let_go()

    def _menu(self) -> Next:
        """The menu over the battle, or over the lesson."""
        return questions.put(OpenMenu(), self.battle) if self.coach is None else Push(self.coach.menu())

    # ------------------------------------------------------------------ what lessons speak of

    def _overlay_on(self) -> str:
        """The overlay that is on, by its name."""
        kind = self.overlays.choice.kind
        return "" if kind is None else kind.name.lower()

    def _turn_overlay(self, name: str) -> None:
        """Have an overlay on or off, by its name."""
        self.command(Command[name.upper()])

    def _place_of(self, pointer: Pointer | None) -> pygame.Rect | None:
        """Where in the window something is that a lesson points at; None where it is on the map, or not there."""
        match pointer:
            case OnButton(command):
                found: UIButton | None = self.foot.buttons.get(Command[command.upper()])
                return None if found is None else found.rect
            case OnOverlay(kind):
                return next((b.rect for k, b in self.overlays.buttons.items() if k.name.lower() == kind), None)
            case OnPage(page):
                return None if self.panel.assaulting else self.panel.tabs[page].rect
            case OnOrder(choice):
                return self.panel.place_of(Pick(choice))
            case OnConfirm():
                return self.panel.confirm.rect if self.panel.assaulting else self.panel.place_of(ConfirmDraft())
            case OnHex() | OnUnit() | None:
                return None
            case _:
                assert_never(pointer)

    def _toggle_cursor(self) -> None:
        self.battle.toggle_cursor(self.map.middle())
        if self.battle.cursor is not None:
            assault, away = key_name(Command.ATTACK), key_name(Command.CURSOR)
            told = _("Arrow keys move the cursor, Space clicks, {assault} assaults, {away} puts the cursor away.")
            self.battle.say(told.format(assault=assault, away=away), "dim")

    def _act(self, attack: bool) -> None:
        """A click at the hex cursor; without one it comes."""
        battle = self.battle
        if battle.cursor is None:
            self._toggle_cursor()
        elif attack:
            battle.attack(battle.cursor)
        else:
            battle.click(battle.cursor, into=False)

    def _tab(self, command: Command) -> None:
        name = {
            Command.TAB_INFO: "info",
            Command.TAB_LOG: "log",
            Command.TAB_AIMS: "aims",
            Command.TAB_FORCES: "forces",
            Command.TAB_ARMY: "army",
        }[command]
        battle = self.battle
        battle.planner.plan = battle.planner.draft = None
        battle.turn_to("info" if name == battle.tab == "army" else name)
        self.present()
        if name == "log":
            self._catch_up()
            self.panel.sheet.scroll_to_end()

    def _led(self, action: RowAction) -> Next | None:
        """Do what was chosen on a screen over the battle."""
        return self.command(action.command) if isinstance(action, RunCommand) else self._row_clicked(action)

    def _row_clicked(self, action: RowAction) -> Next | None:
        if not isinstance(action, PanelAction):
            return opened(action)
        self.panel.forget()
        ask = self.battle.perform(action)
        return None if ask is None else questions.put(ask, self.battle)

    # ------------------------------------------------------------------ keys

    def handle(self, event: pygame.event.Event) -> Next | None:
        if event.type in (pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN, pygame.MOUSEWHEEL):
            self._catch_up()
        if event.type == pygame.MOUSEBUTTONDOWN and self.foot.put_away() and self.foot.box.collidepoint(event.pos):
            return None
        if event.type == pygame.KEYDOWN:
            return self._key(event)
        if event.type == pygame.KEYUP and self.overlays.choice.release(event.key):
            self.present()
        used, result = self.ui.handle(event, keys=False)
        if used or result is not None:
            return result if isinstance(result, Next) else None
        match event.type:
            case pygame.MOUSEBUTTONDOWN:
                self._press(event)
            case pygame.MOUSEBUTTONUP:
                self._release(event)
            case pygame.MOUSEMOTION:
                self._motion(event)
            case pygame.MOUSEWHEEL:
                pos = pygame.mouse.get_pos()
                if self.map_rect.collidepoint(pos) and event.y:
                    self.map.zoom(1 if event.y > 0 else -1, pos)
        return None

    def _key(self, event: pygame.event.Event) -> Next | None:
        battle = self.battle
        if self.coach is not None and not battle.playing and self.coach.key(event):
            return None
        if battle.playing and event.key in (pygame.K_SPACE, pygame.K_RETURN, pygame.K_ESCAPE):
            battle.let_go() if event.key == pygame.K_ESCAPE else battle.skip()
            return None
        battle.hurry()
        if battle.planner.plan is not None:
            if self._plan_key(event):
                return None
        elif battle.planner.draft is not None and self._draft_key(event):
            return None
        elif battle.planner.sending is not None and event.key in (pygame.K_RETURN, pygame.K_KP_ENTER):
            battle.marches.confirm()
            self.present()
            return None
        if event.key in DIGITS and not event.mod & (pygame.KMOD_CTRL | pygame.KMOD_ALT):
            return self._digit(DIGITS[event.key], back=bool(event.mod & pygame.KMOD_SHIFT))
        if event.key in ARROWS and battle.cursor is not None and not event.mod & pygame.KMOD_CTRL:
            battle.move_cursor(*ARROWS[event.key])
            return None
        command = command_for(event)
        if command is Command.END_TURN and self.app.repeated:
            return None  # Held on from the message before: a turn is ended by a press of its own.
        if command in KINDS:
            self.overlays.choice.press(KINDS[command], event.key)
            self.present()
        elif command is not None:
            return self.command(command)
        if event.key in (pygame.K_PAGEDOWN, pygame.K_PAGEUP):
            self.panel.scroll(1 if event.key == pygame.K_PAGEDOWN else -1)
        return None

    def _plan_key(self, event: pygame.event.Event) -> bool:
        """Keys while an assault is planned: up and down walk along its ticks, Space ticks, Enter gives it."""
        battle = self.battle
        actions = assaultrows.actions(battle.planner)
        marked = actions[battle.mark]
        match event.key:
            case pygame.K_UP | pygame.K_DOWN | pygame.K_TAB:
                back = event.key == pygame.K_UP or event.mod & pygame.KMOD_SHIFT
                battle.mark = (battle.mark + (-1 if back else 1)) % len(actions)
                self.present()
            case pygame.K_SPACE:
                battle.perform(marked)
            case pygame.K_LEFT | pygame.K_RIGHT if isinstance(marked, TurnSorties):
                battle.perform(TurnSorties(1 if event.key == pygame.K_RIGHT else -1))
            case pygame.K_RETURN | pygame.K_KP_ENTER:
                battle.confirm()
            case _:
                return False
        return True

    def _draft_key(self, event: pygame.event.Event) -> bool:
        """Keys while an order is put together: Tab aims, plus and minus turn its first number, Enter gives it."""
        battle, draft = self.battle, self.battle.planner.draft
        assert draft is not None
        dial = draft.choice.dials[0].name if draft.choice.dials else ""
        if event.key == pygame.K_TAB:
            battle.step_aim(-1 if event.mod & pygame.KMOD_SHIFT else 1)
        elif event.key in (pygame.K_RETURN, pygame.K_KP_ENTER):
            battle.confirm_draft()
        elif dial and event.key in LESS | MORE:
            battle.turn_dial(dial, 1 if event.key in MORE else -1)
        else:
            return False
        return True

    def _digit(self, index: int, *, back: bool) -> Next | None:
        """A number key picks from the list of orders; on a number it goes up by one, with Shift down."""
        if self.panel.assaulting or not self.panel.orders.visible:
            return None
        asked = orderrows.keys(self.battle.planner)
        if index >= len(asked):
            return None
        action = asked[index]
        if isinstance(action, TurnDial):
            self.battle.turn_dial(action.dial, -1 if back else 1, around=True)
            return None
        return self._row_clicked(action)

    # ------------------------------------------------------------------ mouse

    def _press(self, event: pygame.event.Event) -> None:
        if self.panel.mini_rect.collidepoint(event.pos) and event.button == 1:
            self._on_minimap = True
            self._look_at(event.pos)
        elif self.map_rect.collidepoint(event.pos) and event.button in (1, 2, 3):
            taping = self.battle.tape is not None and event.button == 1
            self._taped = self.map.hex_at(event.pos) if taping else None
            boxed = event.button == 1 and not taping and bool(pygame.key.get_mods() & pygame.KMOD_CTRL)
            self.map.press(event.pos, box=boxed)

    def _look_at(self, pos: tuple[int, int]) -> None:
        hex_ = self.panel.hex_on_minimap(pos)
        if hex_ is not None:
            self.map.jump(hex_)

    def _release(self, event: pygame.event.Event) -> None:
        box = self.map.box
        clicked = self.map.release()
        start, self._taped = self._taped, None
        if start is not None and self.battle.tape is not None and event.button == 1:
            end = self.map.hex_at(event.pos)
            if end is not None and end != start:
                self.battle.measure_between(start, end)
                return
        if self._on_minimap:
            self._on_minimap = False
            return
        if box is not None:
            found = self.map.all_in(box)
            self.battle.add_to_group([each.hex for each in found], [unit for each in found for unit in each.units])
            return
        under = self.map.under(event.pos) if clicked else None
        if under is None:
            return
        if event.button == 1:
            into = bool(pygame.key.get_mods() & pygame.KMOD_SHIFT)
            self.battle.click(under.hex, into=into, counter=under.units)
        elif event.button == 3:
            self.battle.attack(under.hex)

    def _motion(self, event: pygame.event.Event) -> None:
        if not any(event.buttons):
            self._on_minimap = False  # The button was let go over another screen.
            self._taped = None
            self.map.release()
        if self._on_minimap:
            self._look_at(event.pos)
            return
        if self._taped is not None:
            end = self.map.hex_at(event.pos)
            if end is not None and end != self._taped:
                self.battle.measure_between(self._taped, end)
        elif self.map.drag(event):
            return
        self._point(event.pos)

    def _point(self, pos: tuple[int, int]) -> None:
        """The pointer is at a place of the window."""
        battle = self.battle
        self.panel.point(pos)
        hex_ = None if self.card.covers(pos) else self.map.hex_at(pos)
        battle.near_side = self.map.hexside_at(pos) if hex_ is not None else None
        if hex_ != battle.hover:
            battle.hover = hex_
            if battle.cursor is None:
                self.present()

    # ------------------------------------------------------------------ time

    def update(self, dt: float) -> Next | None:
        found = self._update(dt)
        self._catch_up()
        return found

    def _update(self, dt: float) -> Next | None:
        if (edited := self._look_at_edits()) is not None:
            return edited
        battle = self.battle
        self._pan(dt)
        if self.map.update(dt):
            self.app.dirty = True
        near = None if battle.cursor is not None else battle.near_side
        if self.overlays.choice.update(dt, battle.pointed, near):
            self.app.dirty = True
        if self.foot.update(dt):
            self.app.dirty = True
        playing = battle.playing
        if self.coach is not None and (lesson := self.coach.update()) is not None:
            return lesson
        ask = battle.update(dt, self.map.whole)
        if self.coach is not None and isinstance(ask, Over):
            return self.coach.over()
        if isinstance(ask, Over) and self.band is not None:
            if self.band.told:
                return None  # The player looks at the map.
            self.band.told = True
            return self._rehearse()
        if isinstance(ask, Over) and isinstance(self.session, PuzzleGame) and self.session.told:
            ask = None  # The player looks at the map.
        if playing:
            self.app.dirty = True
        return None if ask is None else questions.put(ask, battle)

    def _pan(self, dt: float) -> None:
        """Move the map by held keys, or by the mouse at the window's edge."""
        battle = self.battle
        if pygame.key.get_mods() & (pygame.KMOD_CTRL | pygame.KMOD_ALT):
            return
        held = moves(TABLE)
        if battle.cursor is None and battle.planner.plan is None:
            held |= ARROWS
        dx = sum(x for key, (x, _) in held.items() if self.app.held(key))
        dy = sum(y for key, (_, y) in held.items() if self.app.held(key))
        if not dx and not dy and self.app.settings.edge_scroll and pygame.mouse.get_focused():
            x, y = pygame.mouse.get_pos()
            w, h = self.ui.size
            dx = -1 if x <= 1 else 1 if x >= w - 2 else 0
            dy = -1 if y <= 1 else 1 if y >= h - 2 else 0
        if dx or dy:
            self.map.pan(dx, dy, dt)
            self.app.dirty = True
