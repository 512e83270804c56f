"""Plans as lines of a journal."""

from __future__ import annotations

from typing import Annotated, Any, assert_never

from pydantic import Field

from khalkhin.core import OrderSyntaxError, parse_order
from khalkhin.play.file_fields import FileModel, Side, Turn
from khalkhin.play.rehearsal.plan import MOST, Dropped, Plan, Planned, PlanRow

#: How the line of a plan begins.
BEGINS = b'{"plan":'

#: The longest order there is names every unit of a large side.
Said = Annotated[str, Field(max_length=20_000)]


class PlannedRow(FileModel):
    turn: Turn
    o: Said


class BookRow(FileModel):
    side: Side
    orders: Annotated[list[PlannedRow], Field(max_length=MOST)] = Field(default_factory=list)


class PlanLine(FileModel):
    plan: BookRow

    def row(self) -> PlanRow:
        """What the line says. Raises: ValueError if an order in it is none."""
        book = self.plan
        if not book.orders:
            return Dropped(book.side)
        try:
            return Plan(book.side, tuple(Planned(row.turn, parse_order(row.o)) for row in book.orders))
        except OrderSyntaxError as error:
            raise ValueError(str(error)) from error


def written(row: PlanRow) -> dict[str, Any]:
    """What a line says. What has been given of the plan follows from the orders after it."""
    match row:
        case Dropped(side):
            return {"plan": {"side": side}}
        case Plan(side, orders):
            said = [{"turn": planned.turn, "o": str(planned.order)} for planned in orders]
            return {"plan": {"side": side, "orders": said}}
        case _:
            assert_never(row)
