"""Shows every screen in windows of all sizes, from one pixel to a wall of them, and tries whether it can be used.

    python -m tests.harness.window_sizes [WIDTHxHEIGHT ...] [--scale 1.0]

In a window that is large enough every control lies within it, overlaps no other and shows its whole text; in a smaller
one a sentence says what to do. No screen ends the program. Prints what is wrong, size by size; exit code 1 if anything
is.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product

import pygame
from khalkhin.core.orders.legal import legal_orders
from khalkhin.core.orders.orders import EndTurn
from khalkhin.play.rehearsal.game import Rehearsal
from khalkhin.play.session.settings import Settings
from khalkhin.ui.battle import rehearsing
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.controller import BattleController
from khalkhin.ui.battle.supplyscreen import SupplyScene
from khalkhin.ui.battle.turn_end import HandOver
from khalkhin.ui.desk.army_look import ArmyLook
from khalkhin.ui.desk.army_screen import ArmyScene
from khalkhin.ui.desk.search import SearchScene
from khalkhin.ui.destinations import (
    Destination,
    ToCampaigns,
    ToHelp,
    ToHistory,
    ToKeys,
    ToLegend,
    ToNewBattle,
    ToPuzzles,
    ToRules,
    ToSaves,
    ToSettings,
    ToStart,
)
from khalkhin.ui.dialogs.dialog import message
from khalkhin.ui.menus.briefing import BriefingScene
from khalkhin.ui.planning.planner import Planner
from khalkhin.ui.report.end import EndScene
from khalkhin.ui.scene import Scene

from tests.harness.dealt import dealt
from tests.harness.home import own_home
from tests.ui.driver import Driver
from tests.ui.fakes import FakeTable
from tests.ui.smallbattle import small_battle
from tests.ui.test_hotseat import Silence

WIDTHS = (1, 2, 3, 8, 40, 100, 300, 639, 640, 700, 1024, 1280, 1366, 1920, 2560, 3840, 5120, 8000)
HEIGHTS = (1, 2, 50, 200, 399, 400, 640, 1080, 2160)

Size = tuple[int, int]
#: The window that screens are resized from.
LARGE: Size = (1280, 720)


def table(*sides: str, over: bool = False) -> FakeTable:
    made = FakeTable(small_battle(1 if over else 4), sides)
    while over and not made.over:
        made.submit(EndTurn())
    return made


def supply() -> Scene:
    view = table("soviet").view("soviet")
    return SupplyScene(lambda: view, lambda order: "", lambda: "", True)


def rehearsal() -> Scene:
    return BattleScene(planned())


def planned() -> Rehearsal:
    """A rehearsal with an order in each turn, that is over."""
    game = Rehearsal(table("soviet").view("soviet"))
    while not game.over:
        orders = [o for o in legal_orders(game.state) if not isinstance(o, EndTurn)]
        if game.active == game.side and orders:
            game.submit(orders[0])
        game.submit(EndTurn())
    return game


def kept() -> BattleController:
    """A battle with a plan."""
    made = table("soviet")
    made.keep_plan("soviet", planned().plan)
    return BattleController(made, Silence())


SCREENS: Mapping[str, Callable[[], Scene | Destination]] = {
    "start": ToStart,
    "new battle": ToNewBattle,
    "puzzles": ToPuzzles,
    "saves": ToSaves,
    "campaigns": ToCampaigns,
    "settings": ToSettings,
    "keys": ToKeys,
    "help": ToHelp,
    "history": ToHistory,
    "legend": ToLegend,
    "rules": ToRules,
    "briefing": lambda: BriefingScene(table("soviet"), ("soviet",)),
    "battle": lambda: BattleScene(table("soviet")),
    "rehearsal": rehearsal,
    "rehearsed": lambda: rehearsing.ending(planned(), kept=True),
    "plan": lambda: rehearsing.kept_plan(kept()),
    "supply": supply,
    "army": lambda: ArmyScene(Planner(table("soviet").view("soviet"), True), ArmyLook()),
    "search": lambda: SearchScene(Planner(table("soviet").view("soviet"), True)),
    "hand-over": lambda: HandOver(table("soviet", "japanese"), "japanese"),
    "message": lambda: message("News from the front", "A long text. " * 200),
    "end": lambda: EndScene(table("soviet", over=True), "soviet"),
}


def resize(driver: Driver, size: Size) -> None:
    """Give the window another size, as its owner does by dragging its edge."""
    pygame.display.set_mode(size, pygame.RESIZABLE)
    pygame.event.post(pygame.event.Event(pygame.VIDEORESIZE, size=size, w=size[0], h=size[1]))
    driver.step(1)


def faults(driver: Driver) -> Iterator[str]:
    """What is wrong with the window as it is."""
    if driver.ended:
        yield f"the program has ended, with code {driver.app.code}"
        return
    window = driver.app.window
    if window.usable:
        yield from driver.faults()
        return
    if driver.app.seen:
        yield "a screen counts as seen that was not shown"
    caption = pygame.display.get_caption()[0]
    if not caption.startswith("Make the window larger"):
        yield f"the title says {caption!r}"
    width, height = driver.app.screen.get_size()
    ground = driver.app.screen.get_at((0, 0))
    if (
        width >= 60
        and height >= 50
        and not pygame.mask.from_threshold(driver.app.screen, (236, 227, 200), (60, 60, 60)).count()
    ):
        yield f"nothing is written in it (it is all {tuple(ground)})"


def tried(sizes: Iterable[Size], scale: float = 1.0, screens: Sequence[str] = tuple(SCREENS)) -> Iterator[str]:
    """Show the screens in every size: opened in it, and resized to it. Gives what is wrong as sentences. After a screen
    that ends the program, the next is shown by another."""
    driver = opened(scale)
    try:
        for size, name in product(sizes, screens):
            yield from (f"{name} {fault}" for fault in shown(driver, name, size))
            if driver.ended:
                driver.close()
                driver = opened(scale)
    finally:
        driver.close()


def opened(scale: float) -> Driver:
    return Driver(Settings(speed=0.0, volume=0.0, ui_scale=scale), LARGE)


def shown(driver: Driver, name: str, size: Size) -> Iterator[str]:
    """Show a screen in a size, then make the window large and of that size again. Gives what is wrong."""
    resize(driver, size)
    with dealt():
        driver.show(SCREENS[name]())
    yield from (f"opened in {size}: {fault}" for fault in faults(driver))
    if driver.ended:
        return
    resize(driver, LARGE)
    resize(driver, size)
    driver.step(1)
    yield from (f"resized to {size}: {fault}" for fault in faults(driver))


def measured(text: str) -> Size:
    """A size as it is written, such as 640x400. Raises: ValueError for other texts."""
    width, height = text.split("x")
    return int(width), int(height)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.harness.window_sizes", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=measured, metavar="WIDTHxHEIGHT", help="of the window; all if none")
    parser.add_argument("--scale", type=float, default=1.0, help="size of text and controls, 1.0 to 2.0")
    given = parser.parse_args(arguments)
    sizes = given.sizes or list(product(WIDTHS, HEIGHTS))
    bad = 0
    with own_home():
        for size in sizes:
            found = list(tried([size], given.scale))
            bad += len(found)
            print(f"{size[0]}x{size[1]}: {len(found)} faults", *found, sep="\n  ", flush=True)
    print(f"{len(sizes)} sizes, {len(SCREENS)} screens in each, opened and resized: {bad} faults")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
