"""How a player looks at the table of his army: which page, sorted by what, what is left out. It is kept for the
battle."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from khalkhin.translation import N_
from khalkhin.ui.widgets.rows import RowAction


class TablePage(Enum):
    """Pages of the table; the text is their title."""

    OWN = N_("Your units")
    ENEMY = N_("The enemy, as far as known")
    DANGER = N_("In danger next turn")


class Only(Enum):
    """What the table of the own units can be narrowed to; the text is on the button."""

    IDLE = N_("Idle")
    HUNGRY = N_("Hungry")
    WEAK = N_("Weak")
    CONTACT = N_("In contact")
    CUT_OFF = N_("Cut off")


@dataclass(frozen=True, slots=True)
class SortBy(RowAction):
    """Sort by a column; by the same again the other way round."""

    column: int


@dataclass(slots=True)
class ArmyLook:
    """See the module. `sort` has the column of each page, `down` the pages sorted from the end; empty `formation` and
    `kind` are all of them; `marks` is the row of each page at which the keyboard stands, by its name."""

    page: TablePage = TablePage.OWN
    sort: dict[TablePage, int] = field(default_factory=dict)
    down: set[TablePage] = field(default_factory=set)
    formation: str = ""
    kind: str = ""
    only: set[Only] = field(default_factory=set)
    marks: dict[TablePage, str] = field(default_factory=dict)

    @property
    def column(self) -> int:
        """The column that the page is sorted by."""
        return self.sort.get(self.page, 0)

    def sort_by(self, column: int) -> None:
        """Sort the page by a column, or turn it round if it is already."""
        if column == self.column:
            self.down ^= {self.page}
        else:
            self.sort[self.page] = column
            self.down.discard(self.page)

    def turn_to(self, page: str, only: str) -> None:
        """Turn to a page, narrowed to nothing but what is so, both by their names; empty leaves all as it is."""
        if page:
            self.page = TablePage[page]
            self.clear()
        if only:
            self.only = {Only[only]}

    def clear(self) -> None:
        """Leave nothing out."""
        self.formation = self.kind = ""
        self.only.clear()
