"""What can go wrong with an order. Every message is a sentence for the player."""

from __future__ import annotations


class GameError(Exception):
    """Base of all errors of the rules."""


class OrderSyntaxError(GameError):
    """A line of text that is no order. The message quotes it and says what was expected."""


class IllegalOrder(GameError):
    """An order the rules refuse. `code` is stable and short, `reason` a sentence that teaches the rule."""

    def __init__(self, code: str, order: object, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.order = order
        self.reason = reason

    def __reduce__(self) -> tuple[object, ...]:
        return IllegalOrder, (self.code, self.order, self.reason)
