"""How far the player is with each lesson, and whether the first has been offered: a small file beside the settings.

A file that cannot be read is set aside, and nothing is lost with it; what makes no sense in one is taken for nothing
done. Lessons that this version does not know stay in the file.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from khalkhin.core.orders.errors import IllegalOrder, OrderSyntaxError
from khalkhin.core.orders.orders import parse_order
from khalkhin.play.first_look import lessons_path
from khalkhin.play.lessons.attempt import Attempt
from khalkhin.play.lessons.game import LessonGame
from khalkhin.regular_files import read_regular
from khalkhin.scenario.lessons.course import Course
from khalkhin.storage.locks import writing_in
from khalkhin.storage.whole import set_aside, write_whole
from khalkhin.translation import _

#: Larger than the progress in all lessons.
MAX_BYTES = 1_000_000

_Number = Annotated[int, Field(ge=0, le=100_000)]


@dataclass(frozen=True, slots=True)
class LessonRecord:
    """How far a lesson is: whether it has been done once, the part, the orders of both sides so far and after how many
    of them each part began. `digest` is its scenario's, in another version of which the orders do not count."""

    done: bool = False
    digest: str = ""
    at: _Number = 0
    marks: tuple[_Number, ...] = (0,)
    orders: tuple[str, ...] = ()

    @property
    def begun(self) -> bool:
        """Whether there is something to go on with."""
        return self.at > 0 or bool(self.orders)


@dataclass(frozen=True, slots=True)
class Progress:
    """All lessons by id."""

    offered: bool = False
    lessons: dict[str, LessonRecord] = field(default_factory=dict)

    def of(self, lesson: str) -> LessonRecord:
        """How far a lesson is."""
        return self.lessons.get(lesson, LessonRecord())


_KEPT = TypeAdapter(LessonRecord)
_TABLE = TypeAdapter(dict[str, object])
_LESSONS = TypeAdapter(dict[str, object])


def path() -> Path:
    """The file."""
    return lessons_path()


def load(file: Path | None = None) -> Progress:
    """What is kept. A file that is no table is renamed to ``lessons.json.damaged``."""
    file = file or path()
    try:
        given = _TABLE.validate_json(read_regular(file, MAX_BYTES))
    except FileNotFoundError:
        return Progress()
    except (OSError, ValidationError):
        set_aside(file)
        return Progress(offered=True)  # Who has a file has been asked.
    found: dict[str, LessonRecord] = {}
    with contextlib.suppress(ValidationError):
        for name, row in _LESSONS.validate_python(given.get("lessons", {})).items():
            with contextlib.suppress(ValidationError):
                found[name] = _KEPT.validate_json(json.dumps(row), strict=True)
    return Progress(given.get("offered") is not False, found)


def _save(change: Progress, file: Path) -> str:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, json.dumps(asdict(change), indent=1).encode())
    except OSError as error:
        return _("The lesson could not be kept in {path}: {why}.").format(path=file, why=error.strerror or error)
    return ""


def keep(attempt: Attempt, file: Path | None = None) -> str:
    """Keep how far an attempt is; one that is done begins anew. The answer is empty, or says why it is not kept."""
    file = file or path()
    course = attempt.course
    try:
        with writing_in(file.parent):
            before = load(file)
            done = before.of(course.id).done or attempt.done
            kept = LessonRecord(done, course.scenario.digest)
            if not attempt.done:
                upto = attempt.game.past[: attempt.marks[-1]]
                orders = tuple(str(step.order) for step in upto)
                kept = replace(kept, at=attempt.at, marks=tuple(attempt.marks), orders=orders)
            return _save(replace(before, offered=True, lessons={**before.lessons, course.id: kept}), file)
    except OSError as error:
        return _("The lesson could not be kept in {path}: {why}.").format(path=file, why=error.strerror or error)


def offered(file: Path | None = None) -> str:
    """Keep that the first lesson has been offered."""
    file = file or path()
    try:
        with writing_in(file.parent):
            return _save(replace(load(file), offered=True), file)
    except OSError as error:
        return _("The lesson could not be kept in {path}: {why}.").format(path=file, why=error.strerror or error)


def take_up(course: Course, kept: LessonRecord) -> Attempt:
    """An attempt at a lesson where the pupil left it; at its beginning where what is kept does not fit it any more."""
    fits = (
        kept.digest == course.scenario.digest
        and kept.at < len(course.parts)
        and len(kept.marks) == kept.at + 1
        and kept.marks[0] == 0
        and list(kept.marks) == sorted(kept.marks)
        and kept.marks[-1] == len(kept.orders)
    )
    if fits:
        with contextlib.suppress(IllegalOrder, OrderSyntaxError):
            game = LessonGame(course, [parse_order(line) for line in kept.orders])
            if not game.over:
                return Attempt(course, game, kept.at, kept.marks)
    return Attempt(course, LessonGame(course))
