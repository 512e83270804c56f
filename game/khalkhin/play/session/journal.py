"""The journal: one append-only text for record, save and replay.

UTF-8 JSON lines. The first is the header; then one line per accepted order (``o``) or order taken back (``undo``),
a line for each change of what a player intends for a unit (``intent``), of a side's plan (``plan``) and at the table
(who commands a side, a code word), and at the start of every turn of a side a line with the state's digest and a
snapshot, as at the battle's end. Where no order has brought the end about, the battle was given up. Every line carries
``sum``, a checksum over itself and the line before, so that a changed, missing or added line is found. A line is on the
disk before the order it holds counts as given.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, assert_never

from pydantic import ValidationError

from khalkhin import __version__
from khalkhin.core import IllegalOrder, OrderSyntaxError, apply, initial_state, parse_order
from khalkhin.core.events.events import Event
from khalkhin.core.model.rules import Handicap
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import EndTurn, Order
from khalkhin.core.victory import given_up
from khalkhin.formats import JOURNAL, Unreadable
from khalkhin.play.campaign.carry_over import Carry, written
from khalkhin.play.file_fields import first_fault
from khalkhin.play.intentions.intentions import IntentionLine, Intentions, noted
from khalkhin.play.intentions.rows import written as intent_line
from khalkhin.play.rehearsal.plan import Dropped, Plan, PlanRow, Plans, noting, taking
from khalkhin.play.rehearsal.rows import written as plan_line
from khalkhin.play.session import journal_lines as lines_
from khalkhin.play.session.journal_lines import FORMAT, Mark
from khalkhin.play.session.seat_rows import Handed, Row, Word
from khalkhin.play.session.snapshot import decode_line, encode
from khalkhin.play.session.snapshot_checks import SnapshotError
from khalkhin.regular_files import TooLarge, read_regular
from khalkhin.storage.growing import Changed, GrowingFile, InUse, Stuck
from khalkhin.storage.whole import is_full
from khalkhin.translation import N_, _

END = str(EndTurn())
MAX_BYTES, MAX_LINE, MAX_LINES = 32_000_000, 400_000, 60_000


class JournalError(Exception):
    """A journal that cannot be read or written. The message is a sentence with the file, the line and what to do."""


class JournalInUse(JournalError):
    """A journal that is being written elsewhere. It can be read, and a copy of it gone on with."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a battle was branched off: the file, and the turn and side to move."""

    file: str
    turn: int
    side: str


@dataclass(frozen=True, slots=True)
class Header:
    """What a battle was begun with. `players` says "human" or the name of a computer player by side; `handicaps` are
    by side, with their numbers; `carry` is what a battle of a campaign was made of, and `digest` then that of the
    scenario with all that was carried into it. `sides` are the sides' names by their ids; `name` is what a player
    calls this save, and `origin` the battle that it was branched off."""

    scenario: str
    title: str
    digest: str
    seed: int
    fog: bool
    players: Mapping[str, str]
    handicaps: Mapping[str, Handicap] = field(default_factory=dict)
    game: str = __version__
    carry: Carry | None = None
    sides: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    origin: Origin | None = None

    @property
    def counts_for(self) -> Carry | None:
        """What the battle was made of in the campaign that it counts for: a branch counts for none."""
        return self.carry if self.origin is None else None


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line after the header: an order, an undo, the mark of a new turn, what is intended for a unit, a side's plan,
    or a change at the table."""

    line: int
    order: str | None = None
    undo: bool = False
    mark: Mark | None = None
    intent: IntentionLine | None = None
    seat: Row | None = None
    plan: PlanRow | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A journal as read. `torn` tells that an end which was only half written was dropped; `damage` is a sentence about
    the first line that is not as it was written, and then `entries` end before it. The last good line ends after
    `length` bytes with `checksum`, the file after `size`. Of a journal in an older format `rewritten` are the good
    lines in today's, of which `length` and `checksum` then speak: it goes on in a new file."""

    path: Path
    header: Header
    entries: tuple[JournalLine, ...]
    torn: bool = False
    damage: str = ""
    length: int = 0
    checksum: str = ""
    size: int = 0
    rewritten: bytes = b""

    def intentions(self) -> Intentions:
        """What players intend at its end, by unit."""
        return noted(tuple(e.intent for e in self.entries if e.intent is not None))

    def plans(self) -> Plans:
        """The plans of sides at its end, with what has been given of them. Orders taken back have not been, nor what
        cannot be read as an order."""
        plans: Plans = {}
        given: list[Order | None] = []
        mark: Mark | None = None
        for entry in self.entries:
            if entry.mark is not None:
                mark = entry.mark
                given.clear()
            elif entry.plan is not None:
                plans = taking(plans, entry.plan)
            elif mark is not None and entry.undo and given:
                if (back := given.pop()) is not None:
                    plans = noting(plans, mark.side, back, mark.turn, back=True)
            elif mark is not None and entry.order is not None:
                try:
                    order = parse_order(entry.order)
                except OrderSyntaxError:
                    given.append(None)
                    continue
                given.append(order)
                plans = noting(plans, mark.side, order, mark.turn)
        return plans

    def last_mark(self) -> JournalLine | None:
        """The last turn mark, where a damaged or outdated journal can be taken up again."""
        return next((e for e in reversed(self.entries) if e.mark is not None), None)


def _line(content: Mapping[str, Any], before: str) -> tuple[bytes, str]:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    checksum = hashlib.sha256((before + text).encode()).hexdigest()[:12]
    return f'{text[:-1]},"sum":"{checksum}"}}\n'.encode(), checksum


class JournalChanged(JournalError):
    """A journal that another window has gone on with since it was read."""


class Journal:
    """A journal open for writing. Nobody else writes into it meanwhile (:class:`JournalInUse`)."""

    def __init__(self, file: GrowingFile, checksum: str) -> None:
        self._file = file
        self._checksum = checksum
        #: Whether the file was found changed, moved or removed by others.
        self.astray = False

    @property
    def path(self) -> Path:
        return self._file.path

    @property
    def content(self) -> bytes:
        """All that was written down, whatever others have done to the file."""
        return self._file.content

    @classmethod
    def create(cls, path: Path, header: Header, state: GameState) -> Journal:
        """Begin a journal. Raises: JournalError if the file cannot be made (an existing file is never overwritten)."""
        return cls.create_first([path], header, state)

    @classmethod
    def create_first(cls, paths: Iterable[Path], header: Header, state: GameState) -> Journal:
        """Begin a journal under the first of these paths that is free, also where another window begins one at the same
        moment. Raises: JournalError."""
        begun, checksum = _line(_first(header), "")
        mark, checksum = _line(_mark(state), checksum)
        tried: list[Path] = []
        try:
            return cls(GrowingFile.create(_noted(paths, tried), begun + mark), checksum)
        except OSError as error:
            raise JournalError(
                _("Cannot write {path}: {why}. Choose another folder or free some space.").format(
                    path=tried[-1], why=error.strerror or error
                )
            ) from error

    @classmethod
    def copy(cls, paths: Iterable[Path], content: bytes, checksum: str) -> Journal:
        """Go on with what a journal has, in a file of its own: the first of `paths` that is free. Raises:
        JournalError."""
        tried: list[Path] = []
        try:
            return cls(GrowingFile.create(_noted(paths, tried), content), checksum)
        except OSError as error:
            raise JournalError(
                _("Cannot write {path}: {why}. Free some space.").format(path=tried[-1], why=error.strerror or error)
            ) from error

    @classmethod
    def resume(cls, record: Record) -> Journal:
        """Go on writing a journal that was read without damage; a torn end is cut off. Raises: JournalInUse,
        JournalChanged if it must be read again, JournalError."""
        try:
            file = GrowingFile.take_up(record.path)
        except InUse as error:
            raise JournalInUse(
                _("{name} is being played in another window. Go on with it there, or open a copy of it here.").format(
                    name=record.path.name
                )
            ) from error
        except OSError as error:
            raise JournalError(
                _("Cannot go on writing {path}: {why}.").format(path=record.path, why=error.strerror or error)
            ) from error
        end = f'"sum":"{record.checksum}"}}\n'.encode()
        found = file.content
        if len(found) != record.size or not found[: record.length].endswith(end):
            file.close()
            raise JournalChanged(
                _("{path} was changed while it was opened. Open it once more.").format(path=record.path)
            )
        if record.length < len(found):
            try:
                file.cut(record.length)
            except OSError as error:
                file.close()
                raise JournalError(
                    _("Cannot go on writing {path}: {why}.").format(path=record.path, why=error.strerror or error)
                ) from error
        return cls(file, record.checksum)

    def _append(self, *contents: Mapping[str, Any]) -> None:
        lines, checksum = b"", self._checksum
        for content in contents:
            line, checksum = _line(content, checksum)
            lines += line
        try:
            self._file.append(lines)
        except Changed as error:
            self.astray = True
            raise JournalError(
                _(
                    "{path} {how} since the last order. The order was not given, and nothing was written over. Save "
                    "the battle: it goes on in a new file, with all its orders."
                ).format(path=self.path, how=error.strerror)
            ) from error
        except Stuck as error:
            raise JournalError(
                _(
                    "Cannot write {path}: {why}. No order is taken until it can be written again; every order given "
                    "before is kept. See what the disk lacks, then go on, or leave the battle and open it again."
                ).format(path=self.path, why=error.strerror)
            ) from error
        except OSError as error:
            told = _("Cannot write {path}: {why}. The order was not given; see what the disk lacks and give it again.")
            if is_full(error):
                told = _("Cannot write {path}: {why}. The order was not given; free some space and give it again.")
            raise JournalError(told.format(path=self.path, why=error.strerror or error)) from error
        self._checksum = checksum

    def order(self, order: Order, after: GameState, intents: Sequence[IntentionLine] = ()) -> None:
        """Write down an order, with what it changed of what is intended, and the mark of the state after it where a
        turn or the battle ends. Raises: JournalError, and then the file is as before."""
        marked = (_mark(after),) if isinstance(order, EndTurn) or after.over else ()
        self._append(*map(intent_line, intents), {"o": str(order)}, *marked)

    def undo(self, intents: Sequence[IntentionLine] = ()) -> None:
        """Write down that the last order was taken back, with what was intended before. Raises: JournalError, and then
        the file is as before."""
        self._append({"undo": 1}, *map(intent_line, intents))

    def intend(self, intents: Sequence[IntentionLine]) -> None:
        """Write down what is intended for units. Raises: JournalError, and then the file is as before."""
        self._append(*map(intent_line, intents))

    def plan(self, row: PlanRow) -> None:
        """Write down a side's plan, or that it has none. Raises: JournalError, and then the file is as before."""
        self._append(plan_line(row))

    def seat(self, row: Row) -> None:
        """Write down a change at the table. Raises: JournalError, and then the file is as before."""
        self._append(lines_.seat_line(row))

    def mark(self, state: GameState) -> None:
        """Write down the digest and a snapshot of a state by itself. Raises: JournalError."""
        self._append(_mark(state))

    def moved(self, paths: Iterable[Path]) -> Journal:
        """The same journal in a new file, the first of `paths` that is free; this one is let go. Raises:
        JournalError, and then nothing has changed."""
        copy = Journal.copy(paths, self.content, self._checksum)
        self.close()
        return copy

    def close(self) -> None:
        """Let the file go."""
        self._file.close()


def _first(header: Header) -> dict[str, Any]:
    """What the first line of a journal says."""
    given = {side: asdict(found) for side, found in header.handicaps.items()}
    return {
        "format": FORMAT,
        "version": JOURNAL.today,
        "game": header.game,
        "scenario": header.scenario,
        "title": header.title,
        "digest": header.digest,
        "seed": header.seed,
        "fog": header.fog,
        "players": dict(header.players),
        **({"handicaps": given} if given else {}),
        **({} if header.carry is None else {"carry": written(header.carry)}),
        **({"sides": dict(header.sides)} if header.sides else {}),
        **({"name": header.name} if header.name else {}),
        **({} if header.origin is None else {"origin": asdict(header.origin)}),
    }


def composed(header: Header, entries: Iterable[str | Mark | Row | IntentionLine | PlanRow]) -> tuple[bytes, str]:
    """A journal with a header of its own and what others have: orders, changes at the table, what is intended, and
    marks as they were written; and the checksum of its last line."""
    content, checksum = _line(_first(header), "")
    for entry in entries:
        line, checksum = _line(_said(entry), checksum)
        content += line
    return content, checksum


def _said(entry: str | Mark | Row | IntentionLine | PlanRow) -> dict[str, Any]:
    """What a line after the header says, as it was said elsewhere."""
    match entry:
        case str():
            return {"o": entry}
        case Mark():
            row: dict[str, Any] = json.loads(entry.raw)
            row.pop("sum")
            return row
        case IntentionLine():
            return intent_line(entry)
        case Plan() | Dropped():
            return plan_line(entry)
        case Handed() | Word():
            return lines_.seat_line(entry)
        case _:
            assert_never(entry)


def _mark(state: GameState) -> dict[str, Any]:
    """The digest and a snapshot of the state at the start of a side's turn, or at the end."""
    return {
        "turn": state.turn,
        "side": state.active,
        "date": state.info.date,
        "over": state.over,
        "state": state.digest(),
        "snapshot": encode(state),
    }


def _noted(paths: Iterable[Path], tried: list[Path]) -> Iterator[Path]:
    """Paths one by one, those that were asked for noted for a sentence about them."""
    for path in paths:
        tried.append(path)
        yield path


def read(path: Path) -> Record:
    """Read a journal. Raises: JournalError if it is no journal at all; see :class:`Record` for lesser damage."""
    try:
        data = read_regular(path, MAX_BYTES)
    except TooLarge as error:
        raise JournalError(
            _("{path} is larger than any journal ({most} MB); it is not one.").format(
                path=path, most=MAX_BYTES // 1_000_000
            )
        ) from error
    except OSError as error:
        raise JournalError(_("Cannot read {path}: {why}.").format(path=path, why=error.strerror or error)) from error
    if data.count(b"\n") > MAX_LINES:
        raise JournalError(
            _("{path} has more lines than any journal ({most}); it is not one.").format(path=path, most=MAX_LINES)
        )
    lines = data.split(b"\n")
    torn = lines.pop() != b""
    if not lines:
        raise JournalError(_("{path} is no journal: it is empty or breaks off in its first line.").format(path=path))
    checksum = lines_.checked(lines[0], "")
    given = _format(path, lines[0], checksum)
    if given < JOURNAL.today:
        lines = _rewritten(lines, given)
        checksum = lines_.checked(lines[0], "")
    if checksum is None:
        raise JournalError(_(_NO_JOURNAL).format(path=path))
    header = _header(path, lines[0])
    damage = ""
    entries: list[JournalLine] = []
    length = len(lines[0]) + 1
    before_end = (0, "")
    for number, raw in enumerate(lines[1:], 2):
        found = lines_.checked(raw, checksum) if len(raw) <= MAX_LINE else None
        if found is None:
            damage = _("{path}:{number}: this line is not as it was written.").format(path=path, number=number)
            break
        try:
            entries.append(_entry(number, raw))
        except ValidationError as error:
            what = first_fault(error) or _("this")
            damage = _("{path}:{number}: {what} makes no sense.").format(path=path, number=number, what=what)
            break
        if entries[-1].order == END:
            before_end = (length, checksum)
        checksum = found
        length += len(raw) + 1
    if not damage and entries and entries[-1].order == END:
        torn, (length, checksum) = True, before_end
    good = _counted(entries, bool(damage))
    rewritten = b"".join(line + b"\n" for line in lines)[:length] if given < JOURNAL.today else b""
    return Record(path, header, good, torn and not damage, damage, length, checksum, len(data), rewritten)


def good_lines(record: Record) -> bytes:
    """The good lines of a journal that was read, in today's format. Raises: OSError if they cannot be read again."""
    return record.rewritten or read_regular(record.path, MAX_BYTES)[: record.length]


def _rewritten(lines: list[bytes], given: int) -> list[bytes]:
    """Lines of an older format in today's, up to the first that is not as it was written; that one and those after it
    stay as they are, and have no right checksum."""
    out: list[bytes] = []
    before = after = ""
    for raw in lines:
        found = lines_.checked(raw, before) if len(raw) <= MAX_LINE else None
        if found is None:
            break
        try:
            content = JOURNAL.upgraded(json.loads(raw), given)
            content.pop("sum", None)
            if not out:
                content["version"] = JOURNAL.today
            line, after = _line(content, after)
        except (Unreadable, AttributeError, ValueError, TypeError, RecursionError):
            break
        out.append(line[:-1])
        before = found
    return out + lines[len(out) :]


def _counted(entries: list[JournalLine], damaged: bool) -> tuple[JournalLine, ...]:
    """Entries without ends of turns that lack their mark. Both are written at once, so that such an end was not
    accepted; only where the mark may have stood in a damaged line does it count."""
    followed = [entry.mark is not None for entry in entries[1:]] + [damaged]
    return tuple(e for e, marked in zip(entries, followed, strict=False) if marked or e.order != END)


def _entry(number: int, raw: bytes) -> JournalLine:
    match lines_.said(raw):
        case str() as order:
            return JournalLine(number, order=order)
        case lines_.Mark() as mark:
            return JournalLine(number, mark=mark)
        case None:
            return JournalLine(number, undo=True)
        case IntentionLine() as kept:
            return JournalLine(number, intent=kept)
        case Plan() | Dropped() as plan:
            return JournalLine(number, plan=plan)
        case row:
            return JournalLine(number, seat=row)


#: Parts of a header in words.
_HEADER_WORDS = {
    "handicaps": N_("the header's handicap"),
    "carry": N_("what the header says was carried into this battle"),
}


_NO_JOURNAL = N_("{path} is no journal of this game, or its first line is damaged.")


def _format(path: Path, raw: bytes, checksum: str | None) -> int:
    """The format of a journal by its first line. Raises: JournalError if it is none that is read."""
    try:
        given = lines_.Kind.model_validate_json(raw if checksum and len(raw) <= MAX_LINE else b"").version
    except ValidationError as error:
        raise JournalError(_(_NO_JOURNAL).format(path=path)) from error
    if given < JOURNAL.first:
        raise JournalError(_(_NO_JOURNAL).format(path=path))
    if given > JOURNAL.today:
        told = _("{path} has format {given}; this version of the game reads journals up to {today}. Get a newer one.")
        raise JournalError(told.format(path=path, given=given, today=JOURNAL.today))
    return given


def _header(path: Path, raw: bytes) -> Header:
    try:
        row = lines_.HeaderLine.model_validate_json(raw)
    except ValidationError as error:
        place = first_fault(error)
        found = (part for name, part in _HEADER_WORDS.items() if place.startswith(f'"{name}'))
        words = next(found, N_("the header"))
        told = _("{path}:1: {what} makes no sense: {place}.")
        raise JournalError(told.format(path=path, what=_(words), place=place)) from error
    carry = None if row.carry is None else row.carry.carry()
    handicaps = {side: given.value() for side, given in row.handicaps.items()}
    origin = None if row.origin is None else Origin(row.origin.file, row.origin.turn, row.origin.side)
    return Header(
        row.scenario,
        row.title,
        row.digest,
        row.seed,
        row.fog,
        row.players,
        handicaps,
        row.game,
        carry,
        row.sides,
        row.name,
        origin,
    )


@dataclass(frozen=True, slots=True)
class Played:
    """One step of a replay: the entry, the state after it and the events."""

    entry: JournalLine
    state: GameState
    events: tuple[Event, ...] = ()


class ReplayError(Exception):
    """A journal whose orders do not lead where it says. The message names the file and line. Where the rules refuse an
    order, `illegal` is their refusal and `state` where it was to be given."""

    def __init__(self, message: str, illegal: IllegalOrder | None = None, state: GameState | None = None) -> None:
        super().__init__(message)
        self.illegal = illegal
        self.state = state


def replay(record: Record, scenario: Scenario) -> Iterator[Played]:
    """Play the orders again from the start, comparing each turn's digest. Raises: ReplayError at the first line that
    does not agree, and when the scenario is not the one the battle was begun with."""
    header = record.header
    if header.digest != scenario.digest:
        raise ReplayError(
            _(
                "{path}: the scenario {scenario} has changed since this battle was begun, so its orders cannot be "
                "checked; it can still be taken up from its last turn."
            ).format(path=record.path, scenario=header.scenario)
        )
    state = initial_state(scenario, header.seed, header.fog, header.handicaps)
    earlier: list[GameState] = []
    for entry in record.entries:
        where = f"{record.path}:{entry.line}"
        events: tuple[Event, ...] = ()
        if entry.order is not None:
            earlier.append(state)
            try:
                order = parse_order(entry.order)
                state, events = apply(state, order)
            except IllegalOrder as error:
                raise ReplayError(
                    _("{where}: the order {order} cannot be given.").format(where=where, order=repr(entry.order)),
                    error,
                    state,
                ) from error
            except OrderSyntaxError as error:
                raise ReplayError(
                    _("{where}: {order} is no order.").format(where=where, order=repr(entry.order))
                ) from error
            if isinstance(order, EndTurn):
                earlier.clear()  # Nothing before the end of a turn can be taken back.
        elif entry.undo:
            if not earlier:
                raise ReplayError(_("{where}: there is no order to take back.").format(where=where))
            state = earlier.pop()
        elif entry.mark is not None:
            if entry.mark.over and not state.over:
                state = given_up(state)
            if entry.mark.state == state.digest():
                yield Played(entry, state, events)
                continue
            raise ReplayError(
                _("{where}: the state after these orders is {digest}, the journal says {state}.").format(
                    where=where, digest=state.digest(), state=entry.mark.state
                )
            )
        yield Played(entry, state, events)


def restore(record: Record, scenario: Scenario) -> tuple[GameState, str]:
    """The state a journal ends in, and a sentence if it is not exactly that.

    A journal in order is replayed from its last turn mark; where the scenario or the rules have changed or a line is
    damaged, the battle is taken up at its last good turn. One without any begins anew from its header. Raises:
    JournalError if the mark makes no sense.
    """
    mark = record.last_mark()
    if mark is None or mark.mark is None:
        return _anew(record, scenario)
    try:
        start = decode_line(scenario, mark.mark.raw)
    except SnapshotError as error:
        raise JournalError(f"{record.path}:{mark.line}: {error}") from error
    if (start.turn, start.active, start.over) != (mark.mark.turn, mark.mark.side, mark.mark.over):
        raise JournalError(
            _("{path}:{line}: the snapshot is not of the turn that the line is of.").format(
                path=record.path, line=mark.line
            )
        )
    if record.header.digest != scenario.digest:
        return start, _("The scenario has changed since; the battle goes on from the start of its last turn.")
    if mark.mark.state != start.digest():
        raise JournalError(
            _("{path}:{line}: the snapshot does not agree with its digest.").format(path=record.path, line=mark.line)
        )
    state = start
    try:
        for order in _standing(e for e in record.entries if e.line > mark.line):
            state = apply(state, parse_order(order))[0]
    except (IllegalOrder, OrderSyntaxError):
        return start, _("The rules have changed since; the battle goes on from the start of its last turn.")
    if record.damage:
        return state, _("{damage} The battle goes on from the last good order before it.").format(damage=record.damage)
    return state, ""


def _anew(record: Record, scenario: Scenario) -> tuple[GameState, str]:
    """The start of a battle of which only the header is left, and a sentence where there may have been more."""
    header = record.header
    state = initial_state(scenario, header.seed, header.fog, header.handicaps)
    if record.damage:
        return state, _("{damage} Nothing before it is left of the battle, which begins anew.").format(
            damage=record.damage
        )
    if header.digest != scenario.digest:
        return state, _("The scenario has changed since; the battle begins anew.")
    return state, ""


def _standing(entries: Iterable[JournalLine]) -> list[str]:
    """Orders that have not been taken back."""
    orders: list[str] = []
    for entry in entries:
        if entry.order is not None:
            orders.append(entry.order)
        elif entry.undo and orders:
            orders.pop()
    return orders
