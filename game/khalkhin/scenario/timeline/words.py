"""Conditions and effects in scenario.toml as models, made from the words and marks of
:mod:`khalkhin.core.timeline.written`: a table with one key each, which says of what kind it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self, assert_never

from pydantic import Field, create_model, model_validator

from khalkhin.core.timeline import condition_kinds, effect_kinds, written
from khalkhin.core.timeline.written import (
    Area,
    Bound,
    Given,
    HexesOf,
    Named,
    Number,
    OneOf,
    Parts,
    Place,
    Ref,
    Spot,
    SupplyState,
    Turns,
    Units,
    Until,
    Word,
    marked,
)
from khalkhin.scenario.tables.rules_tables import Id, Name
from khalkhin.scenario.tables.toml_models import Model
from khalkhin.scenario.timeline.types import TITLE, Amount, Column, Moment, Some, Title, Turn
from khalkhin.translation import N_, _


class Fields(Model):
    """The table of a condition or an effect. `EITHER` are keys of which exactly one is given, `BOUNDS` those of which
    one at least is."""

    EITHER: ClassVar[tuple[tuple[str, ...], ...]] = ()
    BOUNDS: ClassVar[tuple[str, ...]] = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        for keys in self.EITHER:
            if sum(getattr(self, key) is not None for key in keys) != 1:
                raise ValueError(
                    _("does not name exactly one of {keys} — give one of them").format(keys=", ".join(keys))
                )
        if self.BOUNDS:
            self._bounded(*(getattr(self, key) for key in self.BOUNDS))
        return self

    @staticmethod
    def _bounded(least: int | None, most: int | None) -> None:
        if least is None and most is None:
            raise ValueError(_("sets no bound — give at_least, at_most or both"))
        if most is not None and (least or 0) > most:
            raise ValueError(
                _("wants at least {least} and at most {most} — let the first be the smaller").format(
                    least=least, most=most
                )
            )


class Worded(Model):
    """A condition or an effect: a table with one key, its word."""

    WHAT: ClassVar[str]

    @model_validator(mode="after")
    def _one(self) -> Self:
        if len(self.model_fields_set) != 1:
            known = ", ".join(f.alias or name for name, f in type(self).model_fields.items())
            raise ValueError(
                _("does not name exactly one {what} — write one of {known} in each {{ }}").format(
                    what=_(self.WHAT), known=known
                )
            )
        return self

    @property
    def word(self) -> str:
        """The key that is given."""
        (name,) = self.model_fields_set
        return name.removesuffix("_")

    @property
    def value(self) -> Any:
        """What the key says: a table of fields, or the only field itself."""
        return getattr(self, f"{self.word}_")


#: What a name is written as; other names are those that players read.
CODES: Mapping[Named, Any] = {"side": str, "flag": Id, "entry": Id, "choice": Id, "answer": Id}
#: The keys that units are named with.
UNITS = ("unit", "units", "formation")


def keys_of(field: written.MarkedField) -> dict[str, tuple[Any, Any]]:
    """The keys under which a field is written: type, and default (``...`` where it must be given)."""
    default = ... if field.required else field.default
    match field.mark:
        case Ref(to=to, key=key):
            kind = CODES.get(to, Name)
            return {key or field.name: (kind, ...) if field.required else (kind | None, None)}
        case Units():
            return dict(zip(UNITS, ((Id | None, None), (Some | None, None), (Name | None, None)), strict=True))
        case Place():
            return {"place": (Name | Column, ...), "within": (Annotated[int, Field(ge=0, le=20)], 0)}
        case Spot(key=key):
            return {key: (Name | Column | None, None)}
        case Area():
            return {"area": (Name | None, None)}
        case Turns():
            return {field.name: (Turn, default)}
        case Until():
            return {field.name: (Moment | None, None)}
        case Number(least=least, most=most):
            return {field.name: (Annotated[int, Field(ge=least, le=most)], default)}
        case Bound(key=key):
            return {key: (Amount | None, None)}
        case OneOf(words=words, key=key):
            return {key or field.name: (Literal[words], default)}
        case written.Text(most=most):
            kind = Title if most <= TITLE else str
            return {field.name: (Annotated[kind, Field(min_length=1, max_length=most)], default)}
        case SupplyState():
            return {field.name: (str, default)}
        case Parts(one=one):
            inside = Annotated["Condition", Field()] if one else Annotated[list["Condition"], Field(min_length=1)]
            return {field.name: (inside, default)}
        case HexesOf() | Given():
            return {}
        case _:
            assert_never(field.mark)


def _table(words: Sequence[Word]) -> type[Fields]:
    """The model of a word's table; where several kinds share the word, each has a key of its own that is given."""
    keys = [{k: v for field in marked(word.kind) for k, v in keys_of(field).items()} for word in words]
    shared = set(keys[0]).intersection(*keys[1:])
    own = tuple(k for of_one in keys for k in of_one if k not in shared)
    either = tuple(k for name in words[0].either for k in (UNITS if name == "units" else (name,)))
    fields: dict[str, Any] = {k: v for of_one in keys for k, v in of_one.items()}
    fields |= {k: (fields[k][0] | None, None) for k in own}
    model: type[Fields] = create_model(words[0].kind.__name__, __base__=Fields, **fields)
    groups = [own, either] if either or own else []
    if not either and UNITS[0] in fields:
        groups.append(UNITS)
    model.EITHER = tuple(g for g in groups if g)
    model.BOUNDS = tuple(k for k in ("at_least", "at_most") if k in fields)
    return model


def _worded(name: str, what: str, words: Sequence[Word]) -> type[Worded]:
    """The model of a condition or an effect with all its words."""
    fields: dict[str, Any] = {}
    for key in dict.fromkeys(word.key for word in words):
        those = [word for word in words if word.key == key]
        if those[0].bare:
            ((kind, _),) = keys_of(next(f for f in marked(those[0].kind) if keys_of(f))).values()
        else:
            kind = _table(those)
        # A field may not have the name of one of Python's own words.
        fields[f"{key}_"] = (kind | None, Field(None, alias=key))
    model: type[Worded] = create_model(name, __base__=Worded, **fields)
    model.WHAT = what
    return model


if TYPE_CHECKING:

    class Condition(Worded): ...

    class Effect(Worded): ...

else:
    Condition = _worded("Condition", N_("condition"), condition_kinds.condition.words)
    Condition.model_rebuild(_types_namespace={"Condition": Condition})
    Effect = _worded("Effect", N_("effect"), effect_kinds.effect.words)
