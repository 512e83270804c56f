"""One screen's controls: buttons, ticks, choices, entries, sheets, with keyboard focus and what each does.

A :class:`Ui` belongs to one scene and one window size; it is thrown away and built again when either changes.
Everything that can be clicked is also reached with Tab or the arrow keys and pressed with Enter or Space.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import i18n  # type: ignore[import-untyped]
import pygame
import pygame_gui
from pygame_gui.core import ObjectID, UIElement
from pygame_gui.core.interfaces import IContainerLikeInterface as Container
from pygame_gui.core.surface_cache import SurfaceCache
from pygame_gui.core.ui_appearance_theme import UIAppearanceTheme
from pygame_gui.core.utility import set_default_manager
from pygame_gui.elements import UIButton, UILabel, UIPanel, UITextEntryLine, UITooltip

from khalkhin.foreign_text import in_html
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.kept_surfaces import KeptSurfaces
from khalkhin.ui.widgets.loading import PlainLoader
from khalkhin.ui.widgets.row_list import ROW_CLICKED, Sheet, draw_tick, shorten
from khalkhin.ui.widgets.rows import Row, RowAction
from khalkhin.ui.widgets.slide import Slide
from khalkhin.ui.widgets.theme import Metrics

#: Bytes of pictures of controls kept, so that a like control need not be painted again.
ROOM = 2 << 20
#: Seconds after which a control that the keyboard has moved to tells what it does.
REST = 1.2
#: A place where no control is.
AWAY = (-1, -1)

Action = Callable[[], object]
T = TypeVar("T")
E = TypeVar("E", bound=UIElement)


def escape(text: str) -> str:
    """Text for pygame_gui's tooltips, which read markup: tags are shown, not obeyed."""
    return in_html(text).replace("\n", "<br>")


def fitted(wanted: Sequence[int], room: int) -> list[int]:
    """Widths of controls in a row as wanted; where there is not room for all, each gives up its share."""
    total = sum(wanted)
    return list(wanted) if total <= room else [max(1, width * max(room, 0) // total) for width in wanted]


class Tick(UIButton):
    """A button with a box that is ticked or not."""

    def __init__(
        self,
        rect: pygame.Rect,
        text: str,
        manager: pygame_gui.UIManager,
        metrics: Metrics,
        on: bool,
        container: Container | None = None,
        paper: bool = False,
    ) -> None:
        self.on = on
        self._paper = paper
        self._metrics = metrics
        look = "@paper_tick" if paper else "@tick"
        super().__init__(rect, text, manager, container, object_id=ObjectID(class_id=look))

    def set_on(self, on: bool) -> None:
        if on != self.on:
            self.on = on
            self.rebuild()

    def _set_image(self, new_image: pygame.Surface | None) -> None:
        if new_image is not None and new_image.get_width() > 1:
            new_image = new_image.copy()
            side = self._metrics.px(14)
            box = pygame.Rect(self._metrics.px(10), (new_image.get_height() - side) // 2, side, side)
            colour = theme.INK if self._paper else theme.GOLD if self.is_enabled else theme.LINE
            pygame.draw.rect(new_image, theme.PAPER if self._paper else theme.DESK, box)
            pygame.draw.rect(new_image, colour, box, 1)
            if self.on:
                draw_tick(new_image, box, self._metrics, colour)
        super()._set_image(new_image)


class ControlPictures(SurfaceCache):
    """Pictures of controls by how they look; the longest unused go. The library's own, which this replaces, puts them
    on sheets of 4 MB, of which it keeps three."""

    def __init__(self) -> None:  # without the library's, which begins with a sheet
        self._kept = KeptSurfaces(ROOM)

    def add_surface_to_cache(self, surface: pygame.Surface, string_id: str) -> None:
        self._kept.put(string_id, surface)

    def find_surface_in_cache(self, lookup_id: str) -> pygame.Surface | None:
        return self._kept.find(lookup_id)

    def remove_user_from_cache_item(self, string_id: str) -> None:
        """Nothing: whoever uses a picture has a copy."""

    def remove_user_and_request_clean_up_of_cached_item(self, string_id: str) -> None:
        """Nothing, likewise."""

    def update(self) -> None:
        """Nothing: no picture waits to be put on a sheet."""


class Look:
    """How controls look at a scale. All screens that are shown at it share one: its fonts and its pictures of controls
    are made once."""

    def __init__(self, metrics: Metrics) -> None:
        self.metrics = metrics
        self.theme: UIAppearanceTheme | None = None
        #: Whether the mouse has been moved since a key was pressed; where it only rests nothing is pointed at.
        self.pointing = True


class _Manager(pygame_gui.UIManager):
    """The controls of one screen in a look that others share."""

    def __init__(self, size: tuple[int, int], look: Look) -> None:
        self._look = look
        super().__init__(size, enable_live_theme_updates=False, resource_loader=PlainLoader())
        self.resource_loader.start()
        set_default_manager(None)  # or the library would keep the first of all for ever

    def create_new_theme(self, theme_path: object = None) -> UIAppearanceTheme:
        if self._look.theme is None:
            self._look.theme = super().create_new_theme(theme.load_theme(self._look.metrics.scale))
            self._look.theme.shape_cache = ControlPictures()
        return self._look.theme

    def _update_mouse_position(self) -> None:
        super()._update_mouse_position()  # type: ignore[no-untyped-call]
        if not self._look.pointing:
            self.mouse_position = AWAY


class Ui:
    """See the module."""

    def __init__(self, size: tuple[int, int], look: Look) -> None:
        self.size = size
        self.m = look.metrics
        self.manager = _Manager(size, look)
        i18n.config.settings["load_path"].clear()  # nothing is translated by file: texts are shown as they are
        self.actions: dict[UIElement, Action] = {}
        self.order: list[UIElement] = []
        self.hotkeys: dict[int, Action] = {}
        self.sheets: list[Sheet] = []
        self.focus: UIElement | None = None
        self.sheet_action: Callable[[RowAction], object] | None = None
        self._names: dict[str, UIElement] = {}
        #: What goes on or back by steps, and where the mouse was let go last.
        self._steps: dict[UIElement, Callable[[int], object]] = {}
        self._let_go = 0
        self._next = ""
        #: Told whenever a control is pressed, and whether it turns to another page.
        self.pressed: Callable[[bool], object] = lambda _leaf: None
        self._leaves: set[UIElement] = set()
        #: Whether the focus was moved by a key, for how many seconds it has been where it is, and the note beside it.
        self.by_key = False
        self._rested = 0.0
        self._note: UITooltip | None = None
        #: The notes that have been put where they hide least.
        self._settled: list[UITooltip] = []
        #: The notes as they were drawn last, to be laid over what is drawn after them.
        self._over: list[tuple[pygame.Surface, pygame.Rect]] = []

    def close(self) -> None:
        """Let all controls go. They refer to each other in circles, and would stay with their pictures until the
        collector comes by."""
        self.actions.clear()
        self.hotkeys.clear()
        self.order.clear()
        self.sheets.clear()
        self._names.clear()
        self._steps.clear()
        self._leaves.clear()
        self.focus = self.sheet_action = None
        if self.manager.root_container is not None:
            self.manager.root_container.kill()

    # -- making things -------------------------------------------------------------------------------------

    def button(
        self,
        rect: pygame.Rect,
        text: str,
        action: Action,
        *,
        tip: str,
        look: str = "",
        container: Container | None = None,
        focus: bool = True,
    ) -> UIButton:
        """A button; `tip` says what it does, and by which key; `look` is a class of the theme (menu, primary, row, tab,
        paper …)."""
        button = UIButton(
            rect,
            text,
            self.manager,
            container,
            tool_tip_text=escape(tip),
            object_id=ObjectID(class_id=f"@{look}") if look else None,
        )
        self._fit(button, text, button.rect.width - self.m.px(8), tip)
        if look == "tab":
            self._leaves.add(button)
        return self._add(button, action, focus)

    def tick(
        self,
        rect: pygame.Rect,
        text: str,
        on: bool,
        action: Action,
        *,
        tip: str,
        container: Container | None = None,
        paper: bool = False,
    ) -> Tick:
        tick = Tick(rect, text, self.manager, self.m, on, container, paper)
        tick.set_tooltip(escape(tip))
        self._fit(tick, text, tick.rect.width - self.m.px(38), tip)
        self._add(tick, action, True)
        return tick

    def choice(
        self,
        rect: pygame.Rect,
        options: Sequence[tuple[T, str]],
        value: T,
        action: Callable[[T], object],
        *,
        tip: str,
        container: Container | None = None,
    ) -> UIButton:
        """A button that shows one of some options and takes the next when pressed, or the one before on its left half;
        keys left and right do the same. `tip` says what is chosen."""
        values = [v for v, _ in options]

        def step(by: int) -> object:
            return action(values[(values.index(value) + by) % len(values)] if value in values else values[0])

        text = dict(options).get(value, str(value))
        button = self.button(rect, f"‹  {text}  ›", partial(step, 1), tip=tip, container=container)
        self._steps[button] = step
        return button

    def slide(
        self,
        rect: pygame.Rect,
        share: float,
        words: Callable[[float], str],
        action: Callable[[float], object],
        *,
        tip: str,
        container: Container | None = None,
    ) -> Slide:
        """A slider from nothing (0) to all (1); keys left and right slide it, Enter goes on around."""
        slide = Slide(rect, share, words, self.manager, self.m, action, container)
        slide.set_tooltip(escape(tip))
        return self._add(slide, lambda: slide.step(1, around=True), True)

    def label(self, rect: pygame.Rect, text: str, *, look: str = "", container: Container | None = None) -> UILabel:
        object_id = ObjectID(class_id=f"@{look}") if look else None
        label = UILabel(rect, "", self.manager, container, object_id=object_id)
        if not self._fit(label, text, label.rect.width):
            label.set_text(text)
        return label

    def _fit(self, control: UIButton | UILabel, text: str, room: int, tip: str = "") -> bool:
        """Cut a text that is too broad for its control with an ellipsis; a note has all of it. Returns whether it
        was."""
        short = text if control.font is None else shorten(text, control.font, room)
        if short != text:
            control.set_text(short)
            control.set_tooltip(escape(f"{text}\n{tip}" if tip else text))
        return short != text

    def rename(self, button: UIButton, text: str) -> None:
        """Let a button say something else, cut to its room as it was at first."""
        short = text if button.font is None else shorten(text, button.font, button.rect.width - self.m.px(8))
        if short != button.text:
            button.set_text(short)

    def entry(
        self,
        rect: pygame.Rect,
        text: str,
        *,
        allowed: str | list[str] | None = "numbers",
        container: Container | None = None,
    ) -> UITextEntryLine:
        """A line to type in; `allowed` are the characters it takes, None for all."""
        line = UITextEntryLine(rect, self.manager, container, initial_text=text)
        if allowed is not None:
            line.set_allowed_characters(allowed)
        self.order.append(line)
        return line

    def sheet(
        self, rect: pygame.Rect, rows: Sequence[Row] = (), *, paper: bool = False, container: Container | None = None
    ) -> Sheet:
        sheet = Sheet(rect, self.manager, self.m, rows, paper=paper, container=container)
        self.sheets.append(sheet)
        return sheet

    def panel(self, rect: pygame.Rect, *, paper: bool = False) -> UIPanel:
        """A framed ground; give it as the `container` of what stands on it."""
        made = UIPanel(
            rect,
            manager=self.manager,
            margins={"left": 0, "right": 0, "top": 0, "bottom": 0},
            object_id=ObjectID(class_id="@paper_panel") if paper else None,
        )
        if (shape := made.drawable_shape) is not None:
            # The library keeps two more pictures of the ground beside the one that is shown, megabytes each.
            shape.base_surface = None
            for state in shape.states.values():
                state.surface = pygame.Surface((0, 0))
        return made

    def _add(self, element: E, action: Action, focus: bool) -> E:
        self.actions[element] = action
        if focus:
            self.order.append(element)
        return element

    def remove(self, element: UIElement) -> None:
        """Take an element away with all that is inside it."""
        gone = {e for e in (*self.actions, *self.order) if e is element or _inside(e, element)}
        for old in gone:
            self.actions.pop(old, None)
            if old in self.order:
                self.order.remove(old)
            if self.focus is old:
                self.focus = None
        element.kill()

    # -- running -------------------------------------------------------------------------------------------

    @property
    def pressing(self) -> bool:
        """Whether a button is being pressed whose work has not been done yet: new controls would lose it."""
        held = any(isinstance(element, UIButton) and element.held for element in self.actions)
        return held or pygame.event.peek(pygame_gui.UI_BUTTON_PRESSED)

    def handle(self, event: pygame.event.Event, *, keys: bool = True) -> tuple[bool, object]:
        """Give an event to the controls. Returns (whether it was used, what the action returned)."""
        if event.type in (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN):
            self.by_key = False
            self._put_note_away()
        if event.type == pygame.MOUSEBUTTONUP:
            self._let_go = event.pos[0]
        if event.type == pygame_gui.UI_BUTTON_PRESSED:
            back = event.ui_element in self._steps and self._let_go < event.ui_element.rect.centerx
            return self._step(event.ui_element, -1) if back else self._press(event.ui_element)
        if event.type == ROW_CLICKED:
            if event.sheet not in self.sheets:
                return False, None  # It was clicked on a screen that is gone.
            return (True, self.sheet_action(event.action)) if self.sheet_action else (False, None)
        if event.type == pygame.KEYDOWN and keys:
            used, result = self._key(event)
            if used:
                return True, result
        return bool(self.manager.process_events(event)), None

    def _key(self, event: pygame.event.Event) -> tuple[bool, object]:
        typing = isinstance(self.focus, UITextEntryLine) or any(
            isinstance(e, UITextEntryLine) and e.is_focused for e in self.order
        )
        at = self.focus
        if at is not None and at in self._steps and at.is_enabled and event.key in (pygame.K_LEFT, pygame.K_RIGHT):
            return self._step(at, 1 if event.key == pygame.K_RIGHT else -1)
        if not typing and event.key in self.hotkeys and not event.mod & (pygame.KMOD_CTRL | pygame.KMOD_ALT):
            return True, self.hotkeys[event.key]()
        match event.key:
            case pygame.K_TAB:
                self.move_focus(-1 if event.mod & pygame.KMOD_SHIFT else 1)
                return True, None
            case pygame.K_PAGEDOWN | pygame.K_PAGEUP:
                for sheet in self.sheets:
                    sheet.scroll_by(self.m.px(200) * (1 if event.key == pygame.K_PAGEDOWN else -1))
                return True, None
            case pygame.K_DOWN:
                self.move_focus(1)
                return True, None
            case pygame.K_UP:
                self.move_focus(-1)
                return True, None
            case pygame.K_LEFT | pygame.K_RIGHT if isinstance(self.focus, Slide):
                self.focus.step(1 if event.key == pygame.K_RIGHT else -1)
                return True, None
            case pygame.K_RETURN | pygame.K_KP_ENTER | pygame.K_SPACE:
                if self.focus in self.actions and self.focus.is_enabled:
                    return self._press(self.focus)
        return False, None

    def _press(self, element: UIElement) -> tuple[bool, object]:
        """Do what a control is for."""
        action = self.actions.get(element)
        if action is None:
            return False, None
        self.pressed(element in self._leaves)
        return True, action()

    def _step(self, element: UIElement, by: int) -> tuple[bool, object]:
        """Go on or back by one with what a control chooses."""
        self.pressed(element in self._leaves)
        return True, self._steps[element](by)

    def move_focus(self, step: int) -> None:
        """Focus the next (or previous) control that can be used."""
        able = [e for e in self.order if e.alive() and e.visible and e.is_enabled]
        if not able:
            self.focus = None
            return
        at = able.index(self.focus) if self.focus in able else (-1 if step > 0 else 0)
        self.set_focus(able[(at + step) % len(able)])
        self.by_key = True

    def set_focus(self, element: UIElement | None) -> None:
        self.focus = element
        self.by_key, self._rested = False, 0.0
        self._put_note_away()
        self.manager.set_focus_set(element.get_focus_set() if isinstance(element, UITextEntryLine) else None)

    def name(self, element: UIElement, name: str) -> None:
        """Give a control a name, by which the focus finds it again on a screen that was built anew with others."""
        self._names[name] = element

    def focus_next(self, name: str) -> None:
        """Let the focus be on the control of a name once the screen has been built anew."""
        self._next = name

    @property
    def focus_name(self) -> str:
        """The name of the control that is to have the focus after building anew; empty where it has none."""
        found = next((name for name, element in self._names.items() if element is self.focus), "")
        return self._next or found

    def focus_named(self, name: str) -> bool:
        """Focus the control of a name, if there is one; whether there is."""
        found = self._names.get(name)
        if found is None:
            return False
        self.set_focus(found)
        return True

    def lead_on(self, name: str) -> bool:
        """Focus the control of a name if it can be used, as what follows a choice that is made; whether it can."""
        found = self._names.get(name)
        return found is not None and bool(found.is_enabled) and self.focus_named(name)

    def focus_index(self) -> int | None:
        """The place of the focus, to keep it over a rebuild."""
        return self.order.index(self.focus) if self.focus in self.order else None

    def update(self, dt: float) -> None:
        self._rested += dt
        if self.by_key and self._note is None and self._rested >= REST:
            self._take_note()
        self.manager.update(dt)
        self._settle_notes()

    def _settle_notes(self) -> None:
        """Put each new note where it hides least of the other controls: beneath its own, above it, or beside it."""
        sprites = self.manager.ui_group.sprites()
        notes = [e for e in sprites if isinstance(e, UITooltip)]
        new = [note for note in notes if note not in self._settled]
        self._settled = notes
        for note in new:
            of_focus = self.focus if self._note is note else None
            own = next((c for c in self.actions if c is of_focus or c.tool_tip is note), None)
            if own is not None:
                others = [c.rect for c in self.actions if c is not own and c.visible]
                frame = pygame.Rect((0, 0), self.size)
                note.set_position(_least_hidden(note.rect, own.rect, others, frame))

    def _take_note(self) -> None:
        """Put the note of the control that a key has moved to beside it, as the pointer would have it."""
        control = self.focus
        if not isinstance(control, UIButton) or not control.tool_tip_text or not control.alive():
            return
        tall = (0, control.rect.height // 2)
        look = ObjectID(class_id=control.class_ids[-1])
        made = self.manager.create_tool_tip(control.tool_tip_text, control.rect.center, tall, control, look)
        self._note = made if isinstance(made, UITooltip) else None

    def _put_note_away(self) -> None:
        if self._note is not None:
            self._note.kill()
            self._note = None

    def put_notes_away(self) -> None:
        """Let no note lie beside a control, until it is pointed at again."""
        self._put_note_away()
        for control in self.manager.ui_group.sprites():
            if isinstance(control, UIElement) and control.tool_tip is not None:
                control.tool_tip.kill()
                control.tool_tip = None

    def draw(self, surface: pygame.Surface) -> None:
        self.manager.draw_ui(surface)
        notes = (e.rect.clip(surface.get_rect()) for e in self.manager.ui_group.sprites() if isinstance(e, UITooltip))
        self._over = [(surface.subsurface(note).copy(), note) for note in notes if note.w and note.h]
        if self.focus is not None and self.focus.alive():
            ring = self.focus.rect.inflate(self.m.px(4), self.m.px(4))
            pygame.draw.rect(surface, theme.GOLD, ring, self.m.px(2), border_radius=self.m.px(4))

    def lay_notes(self, surface: pygame.Surface) -> None:
        """Lay the notes that were drawn over everything else: the ring of the focus, and what the screen has drawn
        since over its controls."""
        over, self._over = self._over, []
        surface.blits(over)


def _least_hidden(
    note: pygame.Rect, own: pygame.Rect, others: Sequence[pygame.Rect], frame: pygame.Rect
) -> tuple[int, int]:
    """The top left corner of a note of a control where it hides least of the others: where it is, or else above its
    control or beside it."""
    places = [note.copy() for _ in range(4)]
    places[1].bottom = own.top
    places[2].midleft, places[3].midright = own.midright, own.midleft
    inside = [place for place in places if frame.contains(place)] or places[:1]

    def hidden(place: pygame.Rect) -> int:
        covered = (place.clip(others[i]) for i in place.collidelistall(others))
        return sum(part.w * part.h for part in covered)

    return min(inside, key=hidden).topleft


def _inside(element: UIElement, container: UIElement) -> bool:
    """Whether an element stands in a container (panels hold an inner container)."""
    at = getattr(element, "ui_container", None)
    while at is not None:
        if at is container or getattr(container, "panel_container", None) is at:
            return True
        above = getattr(at, "ui_container", None)
        at = None if above is at else above
    return False
