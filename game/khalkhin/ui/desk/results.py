"""What the desk leaves to the battle."""

from __future__ import annotations

from dataclasses import dataclass

from khalkhin.ui.scene import Result
from khalkhin.ui.widgets.rows import RowAction


@dataclass(frozen=True, slots=True)
class Led(Result):
    """Do what was chosen: show it on the map, or begin the order."""

    action: RowAction
