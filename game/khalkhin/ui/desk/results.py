"""What the desk leaves to the battle."""

from __future__ import annotations

from dataclasses import dataclass

from khalkhin.ui.planning.actions import LookAt, SelectUnit
from khalkhin.ui.scene import Result


@dataclass(frozen=True, slots=True)
class Led(Result):
    """Show on the map what was chosen."""

    action: LookAt | SelectUnit
