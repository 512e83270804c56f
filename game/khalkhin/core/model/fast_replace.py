"""Frozen values with some fields changed: :func:`dataclasses.replace` at a fraction of its price, for what every order
makes anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import replace as replace
else:
    from dataclasses import fields
    from functools import cache
    from itertools import repeat
    from operator import attrgetter

    def replace(value: Any, /, **changes: Any) -> Any:
        """A copy of a slotted dataclass value with these fields changed. The values are taken as they are: nothing that
        a class does in its ``__init__`` is done. Raises: AttributeError for an unknown field."""
        kind = type(value)
        names, read = _parts(kind)
        new = object.__new__(kind)
        any(map(_put, repeat(new), names, read(value)))  # Puts every one: what comes back is always None.
        for name, changed in changes.items():
            _put(new, name, changed)
        return new

    @cache
    def _parts(kind: type) -> tuple[tuple[str, ...], attrgetter]:
        """The names of a class's fields, and what reads them all at once."""
        names = tuple(f.name for f in fields(kind))
        return names, attrgetter(*names, names[0])  # With two names or more it gives a tuple.

    _put = object.__setattr__
