"""The screen of a film: the map, the line of turns, the eyes one looks with, what was told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import assert_never

import pygame
from pygame_gui.elements import UIButton

from khalkhin.play.inquiry.job import may_ask, turn_to_ask
from khalkhin.play.session.film import ALL, Film
from khalkhin.text.names import side_name, turn_text
from khalkhin.text.narrator.notice import capital
from khalkhin.translation import _
from khalkhin.ui.destinations import ToJournal
from khalkhin.ui.dialogs.code_word import CodeWordScene
from khalkhin.ui.dialogs.dialog import Confirmed, Dialog, DialogButton, message
from khalkhin.ui.map.minimap import Minimap
from khalkhin.ui.planning.actions import LookAt
from khalkhin.ui.replay.branching import BranchScene
from khalkhin.ui.replay.film_map import FilmMap
from khalkhin.ui.replay.keys import BINDINGS, TABLE, FilmCommand, command_for, key_name
from khalkhin.ui.replay.player import FilmPlayer, speed_text
from khalkhin.ui.replay.recording import RecordScene
from khalkhin.ui.replay.rows import rows
from khalkhin.ui.replay.slider import Slider
from khalkhin.ui.replay.staff import StaffAsked
from khalkhin.ui.scene import Back, Go, Next, Push, Scene
from khalkhin.ui.sound import surroundings
from khalkhin.ui.sound.names import Mood
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.keyboard import named, with_keys
from khalkhin.ui.widgets.rebinding import moves
from khalkhin.ui.widgets.row_list import draw_words
from khalkhin.ui.widgets.rows import Gap, Line, Row, RowAction
from khalkhin.ui.widgets.widgets import fitted


def watch(film: Film, side: str, eyes: Sequence[str], back: Path | None = None) -> Scene:
    """The screen of a film, as the player of a side asked for it. While a battle between two people goes on, each is
    shown what his side knew and nothing else: asked for from outside, it is asked first who looks."""
    if ALL in eyes:
        return FilmScene(film, eyes, back)
    if side in eyes or len(eyes) == 1:
        return FilmScene(film, [side if side in eyes else eyes[0]], back)
    return WhoLooks(film, eyes, back)


class WhoLooks(Dialog):
    """Which of two players looks at a battle that is not over. Whose seat has a code word says it first."""

    def __init__(self, film: Film, eyes: Sequence[str], back: Path | None) -> None:
        names = {side: film.scenario.side(side).name for side in eyes}
        told = _("This battle is not over. Each player is shown what his side knew, and nothing else. Who looks?")
        answers = [*(DialogButton(name) for name in names.values()), DialogButton(_("Nobody"), primary=True)]
        super().__init__(film.scenario.title, (Line(told),), answers)
        self._film = film
        self._back = back
        self._sides = {name: side for side, name in names.items()}
        #: The side whose code word is asked for.
        self._asked = ""

    def _answered(self, answer: DialogButton) -> Next:
        side = self._sides.get(answer.text)
        if side is None:
            return self._left()
        if not self._film.seats.locked(side):
            return Push(FilmScene(self._film, [side]))
        self._asked = side
        forgotten = _("If it is forgotten, go on with the battle: at the hand-over the seat can be opened without it.")
        rows = (Line(forgotten, tone="dim"),)
        title = _("The code word of: {side}").format(side=answer.text)
        return Push(CodeWordScene(title, rows, self._opens, hidden=True))

    def _opens(self, word: str) -> str:
        return "" if self._film.seats.opens(self._asked, word) else _("This is not the code word of this seat.")

    def escape(self) -> Next | None:
        return self._left()

    def resumed(self, result: object) -> Next | None:
        asked, self._asked = self._asked, ""
        if asked and isinstance(result, Confirmed):
            return Push(FilmScene(self._film, [asked]))
        return self._left()  # Whoever has looked asks anew.

    def _left(self) -> Next:
        return Back() if self._back is None else Go(ToJournal(self._back))


class FilmScene(Scene):
    """A battle watched again, in one of some `eyes`; `back` is the battle that is gone on with afterwards."""

    def __init__(self, film: Film, eyes: Sequence[str], back: Path | None = None) -> None:
        self.film = film
        self._back = back
        self.player = FilmPlayer(film, eyes, self)
        self.map = FilmMap(self.player)
        self.slider = Slider(film)
        self.minimap: Minimap | None = None
        self._built = False
        self._ear = surroundings.Ear()
        self._sliding = self._on_minimap = False
        self._rows: tuple[Row, ...] = ()
        #: The staff that is being asked.
        self.asked: StaffAsked | None = None

    @property
    def mood(self) -> Mood:
        return surroundings.mood(self.player.shown)

    @property
    def own_sounds(self) -> Mapping[str, str]:
        return self.player.shown.state.scenario.sounds

    @property
    def around(self) -> Mapping[str, float]:
        return self._ear.at(self.player.shown, self.map.middle(), self.map.camera.zoom)

    # ------------------------------------------------------------------ what the player tells

    def present(self) -> None:
        """Bring what is shown up to date."""
        if self._built:
            self._refresh()

    def sound(self, name: str) -> None:
        """Play an effect."""
        self.app.sounds.play(name)

    def bring(self, hex_: int) -> None:
        """Bring a hex into sight if it is not."""
        self.map.bring(hex_)

    # ------------------------------------------------------------------ layout

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        w, h = ui.size
        bar, foot, side = m.px(38), 2 * m.row + m.px(22), min(m.px(352), w * 2 // 5)
        self.map_rect = pygame.Rect(0, bar, w - side, h - bar - foot)
        self.side_rect = pygame.Rect(w - side, bar, side, h - bar)
        self.player.playback.still = self.app.settings.still
        self.map.build(self.map_rect, m, self.app.clock, silhouettes=self.app.settings.silhouettes)
        self._top(bar)
        self._foot(pygame.Rect(0, self.map_rect.bottom, self.map_rect.width, foot))
        self._side()
        ui.sheet_action = self._row_clicked
        self._built = True
        self._refresh()

    def _top(self, height: int) -> None:
        ui, m = self.ui, self.ui.m
        x, y, bh = ui.size[0] - m.gap, m.px(5), height - m.px(10)
        entries = (
            (_("Back"), self.escape, with_keys(_("Leave the film."), _("Esc"))),
            (
                _("Help"),
                partial(self.command, FilmCommand.HELP),
                with_keys(_("What the keys do here."), key_name(FilmCommand.HELP)),
            ),
        )
        for text, action, tip in entries:
            bw = max(m.px(78), m.width(text, "bold") + m.px(26))
            x -= bw
            ui.button(pygame.Rect(x, y, bw, bh), text, action, tip=tip)
            x -= m.px(6)
        self._title_room = pygame.Rect(m.px(14), 0, x - m.px(14), height)

    def _foot(self, area: pygame.Rect) -> None:
        ui, m = self.ui, self.ui.m
        pad = m.px(14)
        self.slider.rect = pygame.Rect(area.x + pad, area.y + m.px(4), area.width - 2 * pad, m.row)
        y, gap = area.y + m.row + m.px(12), m.px(6)
        entries = (
            (FilmCommand.LAST_TURN, "‹‹", ""),
            (FilmCommand.BACK, "‹", ""),
            (FilmCommand.RUN, self._run_text(), "primary"),
            (FilmCommand.ON, "›", ""),
            (FilmCommand.NEXT_TURN, "››", ""),
            (FilmCommand.FASTER, self._speed_label(), ""),
            (FilmCommand.BRANCH, _("Play on from here"), ""),
            (FilmCommand.RECORD, _("Record"), ""),
        )
        room = area.width - 2 * pad - (len(entries) - 1) * gap
        texts = [text if len(text) < 3 else f"{text}  ·  {key_name(c)}" for c, text, _look in entries]
        wanted = [m.width(text, "bold") + m.px(26 if len(text) > 2 else 34) for text in texts]
        wanted[2] = max(
            m.width(f"{text}  ·  {key_name(FilmCommand.RUN)}", "bold") + m.px(26) for text in (_("Play"), _("Pause"))
        )
        x = area.x + pad
        self.buttons: dict[FilmCommand, UIButton] = {}
        for (command, _text, look), text, bw in zip(entries, texts, fitted(wanted, room), strict=True):
            place = pygame.Rect(x, y, bw, m.row)
            press = self._next_speed if command is FilmCommand.FASTER else partial(self.command, command)
            self.buttons[command] = ui.button(
                place, text, press, look=look, tip=with_keys(capital(_(command.value)), key_name(command))
            )
            x += bw + gap
        ui.set_focus(self.buttons[FilmCommand.RUN] if ui.focus is None else ui.focus)

    def _side(self) -> None:
        ui, m, r = self.ui, self.ui.m, self.side_rect
        pad = m.px(10)
        width = r.width - 2 * pad
        y = r.y + m.px(6)
        self.eyes: dict[str, UIButton] = {}
        if len(self.player.sights) > 1:
            for sight in self.player.sights:
                place = pygame.Rect(r.x + pad, y, width, m.px(28))
                look = partial(self._look_with, sight)
                seen = with_keys(_("Shows the battle as it was, or as a side saw it."), key_name(FilmCommand.EYES))
                self.eyes[sight] = ui.button(place, self._sight_name(sight), look, tip=seen, look="tab")
                y += m.px(32)
        self.minimap = Minimap(self.film.scenario, (width, m.px(165)))
        mini = self.minimap.size
        self.mini_rect = pygame.Rect(r.x + (r.width - mini[0]) // 2, r.bottom - mini[1] - pad, *mini)
        if may_ask(self.player.sights):
            place = pygame.Rect(r.x + pad, y + m.px(2), width, m.px(30))
            ask = partial(self.command, FilmCommand.ASK)
            told = with_keys(capital(_(FilmCommand.ASK.value)), key_name(FilmCommand.ASK))
            self.buttons[FilmCommand.ASK] = ui.button(place, self._ask_text(), ask, tip=told)
            y += m.px(36)
        top = y + m.px(4)
        self.sheet = ui.sheet(pygame.Rect(r.x + pad, top, width, self.mini_rect.y - m.gap - top))

    def _sight_name(self, sight: str) -> str:
        if sight == ALL:
            return _("What was")
        return _("What the {side} knew").format(side=self.film.scenario.side(sight).name)

    def _run_text(self) -> str:
        return _("Pause") if self.player.running else _("Play")

    def _speed_label(self) -> str:
        return _("Speed {speed}").format(speed=speed_text(self.player.speed))

    def _ask_text(self) -> str:
        return _("Leave the staff alone") if self.asked is not None else _("Ask the staff")

    def _refresh(self) -> None:
        player = self.player
        ask = self.buttons.get(FilmCommand.ASK)
        if ask is not None:
            self.ui.rename(ask, f"{self._ask_text()}  ·  {key_name(FilmCommand.ASK)}")
        self.map.layers = () if self.asked is None else self.asked.layers
        run, speed = self.buttons[FilmCommand.RUN], self.buttons[FilmCommand.FASTER]
        for button, text, command in (
            (run, self._run_text(), FilmCommand.RUN),
            (speed, self._speed_label(), FilmCommand.FASTER),
        ):
            self.ui.rename(button, f"{text}  ·  {key_name(command)}")
        for sight, button in self.eyes.items():
            if button.is_selected != (sight == player.sight):
                button.select() if sight == player.sight else button.unselect()
        branch = self.buttons[FilmCommand.BRANCH]
        able = player.can_branch
        if able != branch.is_enabled:
            branch.enable() if able else branch.disable()
        found = tuple(rows(player) if self.asked is None else self.asked.rows(player.position))
        if found != self._rows or not self.sheet.rows:
            at_top = player.sight == ALL or self.asked is not None
            self._rows = found
            self.sheet.set_rows(found, top=at_top)
            if not at_top:
                self.sheet.scroll_to_end()
        self.app.dirty = True

    def draw(self, surface: pygame.Surface) -> None:
        w, h = self.ui.size
        surface.fill(theme.DESK)
        self.map.draw(surface)
        surface.fill(theme.PANEL, self.side_rect)
        area = self.map_rect
        for a, b in (
            ((0, area.top - 1), (w, area.top - 1)),
            ((0, area.bottom), (area.right, area.bottom)),
            (self.side_rect.topleft, (self.side_rect.x, h)),
        ):
            pygame.draw.line(surface, theme.LINE, a, b)
        self._draw_title(surface)
        self.slider.sight = self.player.sight
        self.slider.draw(surface, self.player.position, self.ui.m)
        if self.minimap is not None:
            self.minimap.draw(surface, self.mini_rect.topleft, self.player.shown, self.map.camera)
        self.ui.draw(surface)

    def _draw_title(self, surface: pygame.Surface) -> None:
        m, room = self.ui.m, self._title_room
        state = self.player.shown.state
        turn = _("Turn {turn} of {turns}").format(turn=state.turn, turns=len(state.scenario.calendar))
        whose = _("The end") if state.over else _("{name} to move").format(name=side_name(state, state.active))
        parts = (
            (self.film.header.name or self.film.scenario.title, "bold", theme.GOLD),
            (turn, "bold", theme.INK_LIGHT),
            (turn_text(state), "normal", theme.INK_LIGHT),
            (whose, "normal", theme.INK_DIM),
        )
        draw_words(surface, parts, room, m, m.px(20))

    # ------------------------------------------------------------------ commands

    def command(self, command: FilmCommand) -> Next | None:
        """Do what a key or a button asks for."""
        player = self.player
        match command:
            case FilmCommand.RUN:
                player.run()
            case FilmCommand.ON:
                player.step(1)
            case FilmCommand.BACK:
                player.step(-1)
            case FilmCommand.NEXT_TURN:
                player.go_turn(1)
            case FilmCommand.LAST_TURN:
                player.go_turn(-1)
            case FilmCommand.START:
                player.go(0)
            case FilmCommand.END:
                player.go(self.film.last)
            case FilmCommand.FASTER:
                player.faster(1)
            case FilmCommand.SLOWER:
                player.faster(-1)
            case FilmCommand.EYES:
                sights = player.sights
                player.look_with(sights[(sights.index(player.sight) + 1) % len(sights)])
            case FilmCommand.ASK:
                return self._ask()
            case FilmCommand.BRANCH:
                player.stop()
                if player.can_branch:
                    return Push(BranchScene(self.film, player.position, free=ALL in player.sights))
            case FilmCommand.RECORD:
                player.stop()
                turn = player.film.turns[player.turn].mark.turn
                return Push(RecordScene(self.film, player.sight, turn, self.map.middle(), self.map.camera.zoom))
            case FilmCommand.ZOOM_IN:
                self.map.zoom(1)
            case FilmCommand.ZOOM_OUT:
                self.map.zoom(-1)
            case FilmCommand.WHOLE_MAP:
                self.map.camera.zoom_to_fit()
            case FilmCommand.HELP:
                player.stop()
                return Push(film_help())
            case _:
                assert_never(command)
        self.app.dirty = True
        return None

    def _ask(self) -> Next | None:
        """Ask the staff of the side to move about its turn, or leave it alone; the map is then shown in its eyes."""
        if not may_ask(self.player.sights):
            text = _("Staffs tell what they thought when the battle is over, and not before.")
            return Push(message(_("Ask the staff"), text))
        self.player.stop()
        if self.asked is not None:
            self._leave_alone()
            return None
        if self.player.seeking or self.player.fault:
            return None
        self.asked = StaffAsked(self.film, self.player.position)
        self.player.look_with(self.asked.side)
        self.present()
        return None

    def _leave_alone(self) -> None:
        """The staff is asked no more."""
        if self.asked is not None:
            self.asked.close()
            self.asked = None
            self.present()

    def leave(self) -> None:
        self._leave_alone()

    def _look_with(self, sight: str) -> None:
        self.player.look_with(sight)

    def _next_speed(self) -> None:
        """The next speed; after the last the first."""
        before = self.player.speed
        self.player.faster(1)
        if self.player.speed == before:
            self.player.faster(-99)

    def _row_clicked(self, action: RowAction) -> None:
        if isinstance(action, LookAt):
            self.map.camera.glide_to(action.hex)
            self.app.dirty = True

    def escape(self) -> Next | None:
        return Back() if self._back is None else Go(ToJournal(self._back))

    # ------------------------------------------------------------------ input

    def handle(self, event: pygame.event.Event) -> Next | None:
        if event.type == pygame.KEYDOWN:
            focused = self.ui.focus
            pressing = event.key in (pygame.K_RETURN, pygame.K_KP_ENTER) or (
                event.key == pygame.K_SPACE and focused is not self.buttons[FilmCommand.RUN] and focused is not None
            )
            if event.key != pygame.K_TAB and not pressing and (command := command_for(event)) is not None:
                return self.command(command)
            return super().handle(event)
        used, result = self.ui.handle(event)
        if used or result is not None:
            return result if isinstance(result, Next) else None
        match event.type:
            case pygame.MOUSEBUTTONDOWN if event.button in (1, 2, 3):
                self._press(event)
            case pygame.MOUSEBUTTONUP:
                self._sliding = self._on_minimap = False
                self.map.release()
            case pygame.MOUSEMOTION:
                self._motion(event)
            case pygame.MOUSEWHEEL:
                pos = pygame.mouse.get_pos()
                if self.map_rect.collidepoint(pos) and event.y:
                    self.map.zoom(1 if event.y > 0 else -1, pos)
        return None

    def _press(self, event: pygame.event.Event) -> None:
        self.slider.sight = self.player.sight
        if self.slider.rect.inflate(self.ui.m.px(16), self.ui.m.px(4)).collidepoint(event.pos):
            self._sliding = True
            self.player.go(self.slider.position_at(event.pos[0]))
        elif self.mini_rect.collidepoint(event.pos):
            self._on_minimap = True
            self._look_at(event.pos)
        elif self.map_rect.collidepoint(event.pos):
            self.map.press(event.pos)
        self.app.dirty = True

    def _look_at(self, pos: tuple[int, int]) -> None:
        assert self.minimap is not None
        hex_ = self.minimap.hex_at((pos[0] - self.mini_rect.x, pos[1] - self.mini_rect.y))
        if hex_ is not None:
            self.map.camera.centre_on(hex_)
            self.app.dirty = True

    def _motion(self, event: pygame.event.Event) -> None:
        if not any(event.buttons):
            self._sliding = self._on_minimap = False
            self.map.release()
        if self._sliding:
            self.player.go(self.slider.position_at(event.pos[0]))
        elif self._on_minimap:
            self._look_at(event.pos)
        elif not self.map.drag(event):
            hover = self.map.hex_at(event.pos)
            if hover != self.map.hover:
                self.map.hover = hover
                self.app.dirty = True

    def update(self, dt: float) -> Next | None:
        self.player.update(dt)
        asked = self.asked
        if asked is not None and turn_to_ask(self.film, self.player.position) != asked.turn:
            self._leave_alone()
        elif asked is not None and asked.poll():
            self.present()
        held = [move for key, move in moves(TABLE).items() if self.app.held(key)]
        if held and not pygame.key.get_mods() & (pygame.KMOD_CTRL | pygame.KMOD_ALT):
            self.map.pan(sum(x for x, _y in held), sum(y for _x, y in held), dt)
            self.app.dirty = True
        if self.map.update(dt) or self.player.seeking or self.player.playback.busy:
            self.app.dirty = True
        return None


def film_help() -> Dialog:
    """The keys of the screen."""
    found: dict[FilmCommand, None] = dict.fromkeys(command for _key, _mod, command in BINDINGS)
    lines: list[Row] = [Line(_(c.value), key_name(c), value_tone="gold") for c in found]
    keys = " ".join(map(named, moves(TABLE)))
    lines += [Line(_("move the map"), _("{keys}, or drag it").format(keys=keys), value_tone="gold"), Gap(6)]
    lines.append(
        Line(
            _(
                "Click or drag on the line of turns to go anywhere; nights are dark on it, and the colour beneath "
                "is that of the side to move. While a battle goes on, nobody is shown what his side did not know."
            )
        )
    )
    return Dialog(_("Watching a battle"), lines, (DialogButton(_("Close"), primary=True),), width=560)
