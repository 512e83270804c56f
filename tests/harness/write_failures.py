"""Makes writes fail with the system's own errors, and looks whether anything is lost or spoilt by it.

    python -m tests.harness.write_failures [--runs 2000] [--seed 1] [--kind ...] [--folder DIR]

Kinds: `bytes`, an order cut off at each of its bytes (EFBIG); `memory`, `disk`, full ones (ENOSPC at the write);
`thin` (ENOSPC at the fsync) and `broken` (EIO at the fsync); `stuck`, where not even what got in can be taken away
again; `begin`, journals that cannot be begun; `campaign` and `settings`, whole files cut off at each byte; `arena`,
journals of the computer's own battles. After every failure the file must be byte for byte as before and the battle
where it was; then the order is given again. Prints a line for each kind, also for those that cannot be had here and
why; exit code 1 if anything was lost or spoilt, or no write failed.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from khalkhin.core import apply, legal_orders
from khalkhin.core.orders.orders import EndTurn, Order
from khalkhin.play.campaign import saves as campaigns
from khalkhin.play.campaign.campaign import Progress
from khalkhin.play.measure.arena import play_game
from khalkhin.play.session.journal import Journal, JournalError, read
from khalkhin.play.session.session import Session
from khalkhin.play.session.settings import Settings, load_settings, save_settings
from khalkhin.scenario.campaigns import load_campaign
from khalkhin.storage.growing import GrowingFile

from tests.harness import faults, smallwar, tries
from tests.harness.faults import Disk, NotHere, files_up_to

#: How often a disk may tell late of what it could not write before it was mended.
LATE = 5
#: What the player is told, in the system's words or ours.
WORDS = ("No order is taken", "No space left", "File too large", "Input/output error")


@dataclass(slots=True)
class Count(tries.Count):
    """What came of it: writes that failed, by what the player was told; orders accepted meanwhile."""

    failures: int = 0
    orders: int = 0
    bytes: int = 0
    told: dict[str, int] = field(default_factory=dict)
    missing: str = ""

    @property
    def bad(self) -> bool:
        """Where no write failed, nothing was tried."""
        return bool(self.faults) or not (self.failures or self.missing)

    def failed(self, error: object) -> None:
        self.failures += 1
        why = next((w for w in WORDS if w in str(error)), "?")
        self.told[why] = self.told.get(why, 0) + 1

    def __str__(self) -> str:
        if self.missing:
            return f"{self.kind}: not here ({self.missing})"
        told = ", ".join(f"{n} x {why}" for why, n in sorted(self.told.items()))
        return (
            f"{self.kind}: {self.failures} writes failed ({told}), {self.orders} orders accepted, "
            f"{self.bytes} bytes of journals; {len(self.faults)} faults"
        )


def _next(session: Session, dice: Random) -> Order | None:
    """An order to be given next; None to take the last one back."""
    if session.undo_reason() is None and dice.random() < 0.2:
        return None
    orders = legal_orders(session._state)
    return EndTurn() if dice.random() < 0.2 or len(orders) < 2 else dice.choice(orders)


def _give(session: Session, order: Order | None) -> None:
    if order is None:
        session.undo()
    else:
        session.submit(order)


def _piece(session: Session, order: Order | None) -> int:
    """How many bytes an order comes to in the journal, tried on a copy."""
    assert session._journal is not None
    lines = bytearray()
    trial = Journal(_Into(lines), session._journal._checksum)
    if order is None:
        trial.undo()
    else:
        trial.order(order, apply(session._state, order)[0])
    return len(lines)


class _Into(GrowingFile):
    """Takes pieces and keeps no file."""

    def __init__(self, lines: bytearray) -> None:
        self._lines = lines

    def append(self, piece: bytes) -> None:
        self._lines += piece


def _refused(session: Session, order: Order | None, count: Count) -> bool:
    """Whether an order was refused for its file; then everything must be as before."""
    assert session.path is not None
    before, digest = session.path.read_bytes(), session._state.digest()
    try:
        _give(session, order)
    except JournalError as error:
        count.failed(error)
        if session.path.read_bytes() != before:
            count.faults.append(f"{session.path} is not as before {order}: {error}")
        if session._state.digest() != digest:
            count.faults.append(f"{session.path}: the battle is not where it was before {order}")
        return True
    return False


def _close(session: Session, accepted: list[str], count: Count, turns_over: Callable[[], None] = lambda: None) -> None:
    assert session.path is not None
    digest = session._state.digest()
    session.close()
    turns_over()
    try:
        count.faults += smallwar.faults(session.path, accepted, session.scenario)
        if len(smallwar.texts(read(session.path))) != len(accepted):
            count.faults.append(f"{session.path} has orders that were refused")
        again = Session.open(session.path, session.scenario)
        if again.notice or again._state.digest() != digest:
            count.faults.append(f"{session.path} is taken up elsewhere: {again.notice}")
        again.close()
    except Exception as error:
        count.faults.append(f"{session.path}: {type(error).__name__}: {error}")
    count.bytes += session.path.stat().st_size
    count.orders += len(accepted)


def _text(order: Order | None) -> str:
    return smallwar.UNDO if order is None else str(order)


def each_byte(folder: Path, runs: int, dice: Random) -> Count:
    """Every order is cut off at each of its bytes before it is accepted."""
    count = Count("bytes")
    for battle in range(runs):
        path = folder / f"battle-{battle}.journal"
        session = Session.begin(smallwar.scenario(), smallwar.BOTH, battle, path=path, fog=False)
        accepted: list[str] = []
        while not session.over and count.failures < runs:
            order = _next(session, dice)
            size = path.stat().st_size
            for room in range(_piece(session, order)):
                with files_up_to(size + room):
                    refused = _refused(session, order, count)
                if not refused:
                    count.faults.append(f"{path}: {order} was accepted {room} bytes long")
                    break
            else:
                _give(session, order)
            accepted.append(_text(order))
        _close(session, accepted, count)
        if count.failures >= runs:
            break
    return count


def begin(folder: Path, runs: int, dice: Random) -> Count:
    """A battle cannot be begun: nothing of it is there, and its name is free."""
    count = Count("begin")
    path = folder / "begun.journal"
    Session.begin(smallwar.scenario(), smallwar.BOTH, 1, path=path).close()
    count.bytes = path.stat().st_size
    path.unlink()
    for n in range(runs):
        with files_up_to(n % count.bytes):
            try:
                Session.begin(smallwar.scenario(), smallwar.BOTH, 1, path=path).close()
                count.faults.append(f"{path} was begun within {n % count.bytes} bytes")
            except JournalError as error:
                count.failed(error)
        if left := [*folder.iterdir()]:
            count.faults.append(f"{left} after {n % count.bytes} bytes")
    Session.begin(smallwar.scenario(), smallwar.BOTH, 1, path=path).close()
    return count


def _on(kind: str, disk: Callable[[Path], AbstractContextManager[Disk]]) -> Callable[[Path, int, Random], Count]:
    """Battles on a disk that breaks before two orders of three and is mended after each failure."""

    def run(folder: Path, runs: int, dice: Random) -> Count:
        count = Count(kind)
        try:
            with disk(folder) as it:
                for battle in range(runs):
                    path = it.folder / f"battle-{battle}.journal"
                    session = Session.begin(smallwar.scenario(), smallwar.BOTH, battle, path=path, fog=False)
                    accepted: list[str] = []
                    while not session.over and count.failures < runs:
                        order = _next(session, dice)
                        if dice.random() < 0.7:
                            it.breaks(dice.choice((0, 0, 0, 1024, 4096)))
                        if _refused(session, order, count):
                            it.mends()
                            if dice.random() < 0.3:
                                continue  # The player thinks of something else.
                            if all(_refused(session, order, count) for _ in range(LATE)):
                                count.faults.append(f"{path}: {order} is refused on a mended disk")
                                continue
                        it.mends()
                        accepted.append(_text(order))
                    _close(session, accepted, count, it.turns_over)
                    path.unlink()
                    if count.failures >= runs:
                        break
        except NotHere as error:
            count.missing = str(error)
        return count

    return run


def stuck(folder: Path, runs: int, dice: Random) -> Count:
    """Files in memory that are sealed against shrinking: no order is taken any more, and none is lost."""
    count = Count("stuck")
    if not hasattr(os, "memfd_create"):
        count.missing = "no sealed files on this system"
        return count
    import fcntl

    for battle in range(runs):
        home = folder / str(battle)
        session = Session.begin(smallwar.scenario(), smallwar.BOTH, battle, path=home / "real.journal", fog=False)
        assert session._journal is not None and session.path is not None
        fd = os.memfd_create("sealed", os.MFD_ALLOW_SEALING)
        os.write(fd, session._journal.content)
        fcntl.fcntl(fd, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK)
        sealed = Path(f"/proc/self/fd/{fd}")
        checksum, content = session._journal._checksum, session._journal.content
        session._journal.close()
        session._journal = Journal(GrowingFile(sealed, fd, content), checksum)
        accepted = [smallwar.give(session, dice) for _ in range(dice.randrange(6))]
        order, digest = _next(session, dice), session._state.digest()
        room = dice.randrange(_piece(session, order))
        for _ in range(3):
            with files_up_to(len(session._journal.content) + room):
                try:
                    _give(session, order)
                    count.faults.append(f"battle {battle}: {order} was accepted {room} bytes long")
                except JournalError as error:
                    count.failed(error)
        if session._state.digest() != digest:
            count.faults.append(f"battle {battle}: not where it was")
        try:
            count.faults += smallwar.faults(sealed, accepted, session.scenario)
            if len(smallwar.texts(read(sealed))) != len(accepted):
                count.faults.append(f"battle {battle}: the file has orders that were refused")
        except Exception as error:
            count.faults.append(f"battle {battle}: {type(error).__name__}: {error}")
        count.bytes += len(session._journal.content)
        count.orders += len(accepted)
        session.close()
        if count.failures >= runs:
            break
    return count


def campaign(folder: Path, runs: int, dice: Random) -> Count:
    """A campaign is written and cut off at each byte, its backup too."""
    count = Count("campaign")
    book = load_campaign()
    first = book.stages[0].id
    path = campaigns.create(Progress({"soviet": "human", "japanese": "staff"}, 1, stage=first, journal="0"), folder)
    whole = path.stat().st_size
    for n in range(1, runs + 1):
        before = _all(folder)
        with files_up_to(n % whole):
            try:
                campaigns.change(path, book, smallwar.named(n))
                count.faults.append(f"{path} was written within {n % whole} bytes")
            except campaigns.CampaignError as error:
                count.failed(error)
        if _all(folder) != before:
            count.faults.append(f"{folder} is not as before write {n}")
        if n % 7 == 0:
            campaigns.change(path, book, smallwar.named(n))
            if campaigns.read(path, book)[0].journal != str(n):
                count.faults.append(f"{path} does not have write {n}")
    count.bytes = whole
    return count


def settings(folder: Path, runs: int, dice: Random) -> Count:
    """Settings are written and cut off at each byte."""
    count = Count("settings")
    path = folder / "settings.json"
    save_settings(Settings(), path)
    whole = path.stat().st_size
    for n in range(runs):
        before = _all(folder)
        with files_up_to(n % (whole - 20)):
            told = save_settings(Settings(volume=n % 1000 / 1000, fog=False), path, before=load_settings(path))
        if told:
            count.failed(told)
        else:
            count.faults.append(f"{path} was written within {n % (whole - 20)} bytes")
        if _all(folder) != before:
            count.faults.append(f"{folder} is not as before write {n}")
    count.bytes = whole
    return count


def arena(folder: Path, runs: int, dice: Random) -> Count:
    """Battles of computers end where their journal cannot grow; what is there is whole."""
    count = Count("arena")
    scenario = smallwar.scenario()
    players = dict.fromkeys(smallwar.BOTH, "random")
    for seed in range(runs):
        home = folder / str(seed)
        with files_up_to(dice.randrange(15_000)), contextlib.suppress(FileNotFoundError):
            try:
                play_game(scenario, players, seed, journal=home)
            except JournalError as error:
                count.failed(error)
        for path in home.glob("*"):
            record = read(path)
            count.faults += smallwar.faults(path, [], scenario)
            count.orders += len(smallwar.texts(record))
            count.bytes += record.size
            if record.torn:
                count.faults.append(f"{path} has a torn end")
    return count


def _all(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir())}


KINDS: dict[str, tries.Kind] = {
    "bytes": each_byte,
    "begin": begin,
    "memory": _on("memory", faults.full_memory),
    "disk": _on("disk", faults.full_disk),
    "thin": _on("thin", faults.thin_disk),
    "broken": _on("broken", faults.broken_disk),
    "stuck": stuck,
    "campaign": campaign,
    "settings": settings,
    "arena": arena,
}
#: Kinds that take long get fewer tries.
SLOW = {"memory": 4, "disk": 8, "thin": 8, "broken": 8, "stuck": 4, "arena": 20}


def main(words: list[str] | None = None) -> int:
    return tries.main(
        "write_failures", __doc__, KINDS, 2000, words, lambda chosen, kind, asked: asked // SLOW.get(kind, 1)
    )


if __name__ == "__main__":
    sys.exit(main())
