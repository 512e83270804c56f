"""Where the window gets the lessons from, and what is kept of them. Faults of files come back as values to show."""

from __future__ import annotations

from dataclasses import dataclass

from khalkhin.play.lessons import progress
from khalkhin.play.lessons.attempt import Attempt
from khalkhin.play.lessons.game import LessonGame
from khalkhin.scenario import ScenarioError
from khalkhin.scenario.lessons.course import Course
from khalkhin.scenario.lessons.reader import courses, folder, in_order, load_course
from khalkhin.translation import _
from khalkhin.ui.ports.cards import ListedScenario
from khalkhin.ui.ports.library import OpeningFault


@dataclass(frozen=True, slots=True)
class Offered:
    """A lesson in the list: whether it was done once, and the part it can be gone on from (0: none)."""

    course: Course
    done: bool
    at: int


def lessons() -> tuple[Offered, ...] | OpeningFault:
    """All lessons in their order."""
    try:
        found = courses()
    except ScenarioError as error:
        return OpeningFault(_("The lessons cannot be read"), str(error))
    kept = progress.load()
    return tuple(Offered(course, kept.of(course.id).done, kept.of(course.id).at) for course in found)


def scenarios(lessons: tuple[Offered, ...]) -> tuple[ListedScenario, ...]:
    """The scenarios of lessons, by the ids of these, for their cards."""
    return tuple(ListedScenario(each.course.id, folder() / each.course.id, each.course.title) for each in lessons)


def take(lesson: str, *, anew: bool = False) -> Attempt | OpeningFault:
    """An attempt at a lesson: where it was left, or anew."""
    try:
        course = load_course(folder() / lesson)
    except ScenarioError as error:
        return OpeningFault(_("The lesson cannot be read"), str(error))
    return Attempt(course, LessonGame(course)) if anew else progress.take_up(course, progress.load().of(lesson))


def following(lesson: str) -> str:
    """The lesson after one; empty after the last, and where the one after cannot be read."""
    order = in_order()
    after = order[order.index(lesson) + 1 :] if lesson in order else ()
    try:
        return load_course(folder() / after[0]).id if after else ""
    except ScenarioError:
        return ""


def keep(attempt: Attempt) -> str:
    """Keep how far an attempt is; the answer is empty, or says why it is not kept."""
    return progress.keep(attempt)


def was_offered() -> None:
    """Remember that the first lesson was offered."""
    progress.offered()
