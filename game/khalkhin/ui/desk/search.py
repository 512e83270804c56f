"""The search box over a battle: whoever types finds units, places, orders and rules, and goes there with Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pygame

from khalkhin.scenario import ScenarioError, load_rules
from khalkhin.text.amounts import and_more
from khalkhin.text.manual import NoRulebook
from khalkhin.text.rulebook import Chapter, chapters
from khalkhin.translation import N_, _
from khalkhin.ui.desk import finding
from khalkhin.ui.desk.finding import Found
from khalkhin.ui.desk.results import Led
from khalkhin.ui.destinations import ToRules
from khalkhin.ui.planning.planner import Planner
from khalkhin.ui.scene import Back, Next, Push, Scene
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.keyboard import with_keys
from khalkhin.ui.widgets.rows import Cells, Line, Row, RowAction

HINT = N_("Up, Down: choose   ·   Enter, or a click: go there or do it")
#: Letters that are searched for at most, and lines that are shown.
LONGEST, SHOWN = 40, 60
#: Where the columns begin: the name, what it is, what else is said.
STOPS = (0.0, 0.47, 0.6)


class SearchScene(Scene):
    """See the module. `typed` is what is searched for, `mark` the line the keyboard stands at."""

    overlay = True

    def __init__(self, planner: Planner, commands: Sequence[Found] = ()) -> None:
        self.typed = ""
        self.mark = 0
        self.found: tuple[Found, ...] = ()
        self._everything: Callable[[], tuple[Found, ...]] = lambda: finding.everything(planner, _chapters(), commands)
        self._all: tuple[Found, ...] | None = None

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        w, h = ui.size
        wide, high = min(m.px(760), w - m.px(40)), min(m.px(520), h - m.px(60))
        box = pygame.Rect((w - wide) // 2, m.px(30), wide, high)
        panel = ui.panel(box, paper=True)
        pad = m.px(16)
        self.line = pygame.Rect(box.x + pad, box.y + pad, wide - 2 * pad, m.px(34))
        top = pad + self.line.height + m.gap
        back = f"{_('Back')}  ·  {_('Esc')}"
        bw = max(m.px(110), m.width(back) + m.px(26))
        foot = high - pad - m.row
        told = with_keys(_("Back to the map."), _("Esc"))
        place = pygame.Rect(wide - pad - bw, foot, bw, m.row)
        ui.button(place, back, Back, tip=told, look="paper", container=panel, focus=False)
        self.foot = pygame.Rect(box.x + pad, box.y + foot, wide - 3 * pad - bw, m.row)
        inner = pygame.Rect(pad, top, wide - 2 * pad, self.foot.y - m.gap - box.y - top)
        self.sheet = ui.sheet(inner, paper=True, container=panel)
        ui.sheet_action = self._chosen
        self._show()

    def _show(self) -> None:
        """What is found now, the marked line in sight."""
        shown = self.found[:SHOWN]
        self.mark = max(0, min(self.mark, len(shown) - 1))
        rows: list[Row] = [
            Cells(
                (found.name, _(found.what.value), found.more),
                STOPS,
                ("normal", "dim", "dim"),
                "normal",
                found.action,
                left=True,
            )
            for found in shown
        ]
        if len(self.found) > SHOWN:
            rows.append(Line(and_more(len(self.found) - SHOWN), tone="dim"))
        if not self.typed.strip():
            rows = [Line(_("Type the name of a unit, a place or a rule, or what you want to order."), tone="dim")]
        elif not rows:
            none = _(
                "Nothing you know of is called “{words}”: no unit, no place, no rule, no order that can be given now."
            )
            rows = [Line(none.format(words=self.typed.strip()), tone="dim")]
        self.sheet.set_rows(rows)
        if shown:
            self.sheet.reveal_row(self.mark)
        self.app.dirty = True

    def search(self, typed: str) -> None:
        """Look for some words."""
        if self._all is None:
            self._all = self._everything()
        self.typed, self.mark = typed[:LONGEST], 0
        self.found = finding.matching(self._all, self.typed)
        self._show()

    # -- input -------------------------------------------------------------------------------------------------

    def _chosen(self, action: RowAction) -> Next:
        return Push(action) if isinstance(action, ToRules) else Back(Led(action))

    def handle(self, event: pygame.event.Event) -> Next | None:
        if event.type == pygame.KEYDOWN:
            return self._key(event)
        return super().handle(event)

    def _key(self, event: pygame.event.Event) -> Next | None:
        shown = self.found[:SHOWN]
        match event.key:
            case pygame.K_ESCAPE:
                return Back()
            case pygame.K_RETURN | pygame.K_KP_ENTER:
                return self._chosen(shown[self.mark].action) if shown else None
            case pygame.K_UP | pygame.K_DOWN:
                self._walk(1 if event.key == pygame.K_DOWN else -1)
            case pygame.K_PAGEUP | pygame.K_PAGEDOWN:
                self.mark += 10 if event.key == pygame.K_PAGEDOWN else -10
                self._show()
            case pygame.K_BACKSPACE:
                self.search("" if event.mod & pygame.KMOD_CTRL else self.typed[:-1])
            case _:
                letter = getattr(event, "unicode", "")
                if len(letter) == 1 and letter.isprintable() and not event.mod & (pygame.KMOD_CTRL | pygame.KMOD_LALT):
                    self.search(self.typed + letter)
        return None

    def _walk(self, step: int) -> None:
        self.mark = (self.mark + step) % max(1, len(self.found[:SHOWN]))
        self._show()

    # -- drawing -----------------------------------------------------------------------------------------------

    def draw(self, surface: pygame.Surface) -> None:
        m = self.ui.m
        self.ui.draw(surface)
        pygame.draw.rect(surface, theme.RAISED, self.line, border_radius=m.px(4))
        pygame.draw.rect(surface, theme.GOLD, self.line, m.px(1), border_radius=m.px(4))
        text, ink = (f"{self.typed}▏", theme.INK_LIGHT) if self.typed else (_("Search"), theme.INK_DIM)
        drawn = m.font().render(text, True, ink)
        room = self.line.inflate(-m.px(16), 0)
        part = (max(0, drawn.get_width() - room.w), 0, room.w, drawn.get_height())
        surface.blit(drawn, drawn.get_rect(midleft=room.midleft), part)
        place = self.sheet.place_of(self.mark) if self.found else None
        if place is not None:
            pygame.draw.rect(
                surface, theme.PAPER_TONES["gold"], place.inflate(m.px(6), 0), m.px(2), border_radius=m.px(3)
            )
        small = m.font("small")
        hint = small.render(_(HINT), True, theme.PAPER_TONES["dim"])
        surface.blit(hint, hint.get_rect(midleft=self.foot.midleft), (0, 0, self.foot.w, self.foot.h))


def _chapters() -> tuple[Chapter, ...]:
    """The chapters of the rules, unless they cannot be read."""
    try:
        return chapters(load_rules())
    except (ScenarioError, NoRulebook):
        return ()
