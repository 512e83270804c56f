"""What the staff weighed when it gave an order: values to be told of afterwards. Nothing is decided by them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weighed:
    """An assault that was weighed: the hex it is aimed at, who attacks, its value in victory points, and what it had to
    be worth to be given."""

    target: int
    attackers: tuple[str, ...]
    value: float
    margin: float

    @property
    def worth_it(self) -> bool:
        return self.value >= self.margin


@dataclass(frozen=True, slots=True)
class Assaulting:
    """An order of an assault or one that prepares it: the plan that was chosen, and the other plans of that moment, the
    most valuable first: those that were worth it, then those that were not."""

    chosen: Weighed
    others: tuple[Weighed, ...] = ()


@dataclass(frozen=True, slots=True)
class Marching:
    """An order of a march: a unit, the hex it goes to and its score; the score of staying, and the best other hex (-1
    for none) with its own. Scores are in the staff's own measure, and only tell places for one unit apart."""

    unit: str
    to: int
    score: float
    stay: float
    other: int = -1
    other_score: float = 0.0


#: What is known of how an order came about; None for all that are not weighed against others.
Thought = Assaulting | Marching | None
