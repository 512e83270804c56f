"""Every code for why something happened has words, and the words are said."""

from __future__ import annotations

from enum import StrEnum

import pytest
from khalkhin.core.model.reasons import Cause, HitCause, StopReason
from khalkhin.text.reasons import CAUSES, HITS, STOPS, cause_text, hit_text, stop_text


@pytest.mark.parametrize(("codes", "words"), [(StopReason, STOPS), (Cause, CAUSES), (HitCause, HITS)])
def test_every_code_has_words_of_its_own(codes: type[StrEnum], words: dict[StrEnum, str]) -> None:
    assert set(words) == set(codes) and len(set(words.values())) == len(words)


def test_what_is_said() -> None:
    assert stop_text(StopReason.FULL, "Long ford") == "Long ford had carried all it can this turn"
    assert stop_text(StopReason.FULL) == "the crossing had carried all it can this turn"
    assert stop_text(StopReason.MET) == "it met an enemy it had not seen"
    assert (cause_text(Cause.NO_RETREAT), hit_text(HitCause.DEMOLITION)) == ("no way to retreat", "demolition")
