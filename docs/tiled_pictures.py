"""Makes the pictures of Tiled in ``first-map.md``: real Tiled is worked by mouse and keys as the page tells it.

    python docs/tiled_pictures.py

It needs Tiled 1.8, Xvfb, openbox, xdotool, wmctrl and ImageMagick's ``import``, and takes a minute. The places that are
clicked are those of a window of 1280 by 800; look at the pictures before you keep them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent / "modding" / "pictures"
#: The display that is opened for it, and its size.
DISPLAY, SIZE = os.environ.get("PICTURES_DISPLAY", ":75"), "1280x800x24"

Place = tuple[int, int]
PROJECT_MENU, VIEW_MENU, NAMES, FOR_SELECTED = (315, 30), (105, 30), (177, 207), (508, 232)
TERRAIN, HEXSIDES, UNITS, PLACES = (1075, 290), (1078, 248), (1065, 185), (1070, 164)
TILES, A_HILL = (1130, 600), (1100, 560)
RIVER = (794, 520)
TEMPLATES, HOWITZERS, THEIR_OBJECTIVE = (30, 93), (125, 366), (155, 682)
ON_THE_BANK, BEYOND = (703, 486), (884, 555)


class Desk:
    """A display with Tiled on it."""

    def __init__(self, home: Path) -> None:
        self.world = {**os.environ, "DISPLAY": DISPLAY, "HOME": str(home)}
        self.world.pop("QT_QPA_PLATFORM", None)
        self.running = [subprocess.Popen(["Xvfb", DISPLAY, "-screen", "0", SIZE], stderr=subprocess.DEVNULL)]
        time.sleep(2)
        self.running.append(subprocess.Popen(["openbox"], env=self.world, stderr=subprocess.DEVNULL))

    def start(self, folder: Path) -> None:
        self.running.append(subprocess.Popen(["tiled"], env=self.world, cwd=folder, stderr=subprocess.DEVNULL))
        time.sleep(8)
        self.do("wmctrl", "-r", "Tiled", "-b", "add,maximized_vert,maximized_horz")

    def close(self) -> None:
        for process in reversed(self.running):
            process.terminate()
            process.wait()

    def do(self, *words: str | int, wait: float = 0.7) -> None:
        subprocess.run([str(word) for word in words], env=self.world, check=True)
        time.sleep(wait)

    def key(self, *keys: str) -> None:
        for key in keys:
            self.do("xdotool", "key", key)

    def type(self, text: str) -> None:
        self.do("xdotool", "type", "--delay", "20", text)

    def click(self, at: Place) -> None:
        self.do("xdotool", "mousemove", *at, "click", 1)

    def drag(self, start: Place, end: Place) -> None:
        """Drag slowly, as a hand does: else Tiled takes it for a click."""
        self.do("xdotool", "mousemove", *start, "mousedown", 1, wait=0.3)
        for step in range(1, 11):
            at = (start[0] + (end[0] - start[0]) * step // 10, start[1] + (end[1] - start[1]) * step // 10)
            self.do("xdotool", "mousemove", *at, wait=0.1)
        self.do("xdotool", "mouseup", 1)

    def keep(self, name: str, left: int, top: int, wide: int, high: int) -> None:
        crop = f"{wide}x{high}+{left}+{top}"
        file = str(HERE / f"{name}.png")
        self.do("import", "-window", "root", "-crop", crop, "+repage", "+dither", "-colors", "56", f"PNG8:{file}")


def walk(desk: Desk, folder: Path) -> None:
    """The page, step by step."""
    desk.click((160, 30))  # Project, where no map is open yet
    desk.key("Down", "Return")
    desk.type(str(folder / "khalkhin.tiled-project"))
    desk.key("Return", "ctrl+o")
    desk.type(str(folder / "map.tmx"))
    desk.key("Return")
    time.sleep(2)
    desk.click(VIEW_MENU)
    desk.click(NAMES)
    desk.click(FOR_SELECTED)
    desk.keep("opened", 0, 0, 1280, 640)

    desk.click(TERRAIN)
    desk.do("xdotool", "mousemove", *TILES, "click", "--repeat", 10, 5)
    desk.click(A_HILL)
    for hill in ((640, 520), (640, 540), (660, 530), (660, 550), (620, 530)):
        desk.click(hill)
    desk.keep("painting", 545, 110, 735, 660)

    desk.click(HEXSIDES)
    desk.key("s")
    desk.click(RIVER)
    desk.key("o")
    desk.keep("river", 268, 110, 720, 510)

    desk.click(UNITS)
    desk.key("s")
    desk.click(TEMPLATES)
    desk.drag(HOWITZERS, ON_THE_BANK)
    desk.click(ON_THE_BANK)
    desk.keep("unit", 0, 45, 985, 580)

    desk.click(PLACES)
    desk.drag(THEIR_OBJECTIVE, BEYOND)
    desk.click(BEYOND)
    desk.keep("place", 268, 110, 720, 510)
    desk.key("ctrl+s")


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        making = [sys.executable, "-m", "khalkhin", "new", "border-post", "--in", home]
        subprocess.run(making, check=True, stdout=subprocess.DEVNULL)
        folder = Path(home) / "border-post"
        desk = Desk(Path(home))
        try:
            desk.start(folder)
            walk(desk, folder)
        finally:
            desk.close()
        subprocess.run([sys.executable, "-m", "khalkhin", "check", str(folder)], check=False)


if __name__ == "__main__":
    main()
