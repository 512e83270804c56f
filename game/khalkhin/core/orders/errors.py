"""What can go wrong with an order. The messages are for programs and logs; players read the sentences of
:mod:`khalkhin.text.refusals`."""

from __future__ import annotations

from khalkhin.core.refusals import Refusal


class GameError(Exception):
    """Base of all errors of the rules."""


class OrderSyntaxError(GameError):
    """A line of text that is no order. `form` is how an order that begins like it is written, "" if none does;
    `verbs` are the words that orders begin with."""

    def __init__(self, line: str, form: str, verbs: tuple[str, ...]) -> None:
        super().__init__(f"{line!r}: {form or '|'.join(verbs)}")
        self.line = line
        self.form = form
        self.verbs = verbs

    def __reduce__(self) -> tuple[object, ...]:
        return OrderSyntaxError, (self.line, self.form, self.verbs)


class IllegalOrder(GameError):
    """An order the rules refuse, and why."""

    def __init__(self, order: object, refusal: Refusal) -> None:
        super().__init__(f"{order}: {refusal.code.value}")
        self.order = order
        self.refusal = refusal

    def __reduce__(self) -> tuple[object, ...]:
        return IllegalOrder, (self.order, self.refusal)
