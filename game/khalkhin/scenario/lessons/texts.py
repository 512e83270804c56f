"""What a lesson says beside its scenario, by key, and the same with other texts in its place."""

from __future__ import annotations

from dataclasses import replace

from khalkhin.scenario.lessons.course import Course, Part
from khalkhin.scenario.texts.sentences import TITLED, Ask, Room, Sentence, flowing, noting

#: How the keys of its texts begin; one of :data:`khalkhin.scenario.texts.sentences.BESIDE`.
KEYS = "lesson."
#: The longest that a part says, and the longest hint, as in ``lesson.toml``.
SAID, HINT = Room(700, lines=True), Room(400, lines=True)


def sentences_of(course: Course) -> dict[str, Sentence]:
    """All texts of a lesson that is as it was written, beside those of its scenario."""
    found: dict[str, Sentence] = {}
    through(course, noting(found))
    return found


def through(course: Course, ask: Ask) -> Course:
    """The lesson with what is answered for each of its texts; its scenario is left as it is."""
    return replace(
        course,
        title=ask(f"{KEYS}title", course.title, TITLED),
        teaches=flowing(ask(f"{KEYS}teaches", course.teaches, SAID)),
        parts=tuple(_part(part, f"{KEYS}steps.{n}", ask) for n, part in enumerate(course.parts, 1)),
    )


def _part(part: Part, at: str, ask: Ask) -> Part:
    return replace(
        part,
        text=flowing(ask(f"{at}.text", part.text, SAID)),
        why=flowing(ask(f"{at}.why", part.why, SAID)),
        hint=flowing(ask(f"{at}.hint", part.hint, HINT)),
    )
