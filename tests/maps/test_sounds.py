"""The sounds: made again they are the same, none clips or clicks, no loop has a seam, music lies under the fight."""

from __future__ import annotations

import math
import operator
import os
import wave
from array import array
from functools import cache

import pytest

from tests.maps.reading import ROOT, script

os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

import pygame
from khalkhin.ui.sound.names import EFFECTS, LOOPS, PIECES

ART = script("assets/art/sound/make.py")
FOLDER = ROOT / "assets" / "sounds"
SCORE = tuple(name for pieces in PIECES.values() for name in pieces)
RATE = 22050
#: Decibels by which a packed sound may be louder or softer than it was made.
PACKED = 1.5


@cache
def heard(name: str) -> array[int]:
    """The samples of a sound as the game plays them."""
    if pygame.mixer.get_init() is None:
        pygame.mixer.init(RATE, -16, 1, 512)
    (path,) = FOLDER.glob(f"{name}.*")
    samples = array("h")
    samples.frombytes(pygame.mixer.Sound(str(path)).get_raw())
    return samples


def loudest(samples: array[int], window: float) -> float:
    """The level of the loudest stretch of some seconds, to an eighth of it, in dB of full scale."""
    size = max(1, int(min(len(samples), window * RATE) / 8))
    parts = (samples[i : i + size] for i in range(0, len(samples) - size + 1, size))
    power = [sum(map(operator.mul, part, part)) for part in parts]
    best = max(sum(power[i : i + 8]) for i in range(max(1, len(power) - 7)))
    return 10 * math.log10(best / (8 * size) / 32768**2)


def test_there_is_a_file_for_each_sound_and_no_other_and_they_are_small() -> None:
    found = {path.name for path in FOLDER.iterdir()}
    assert found == {f"{name}.wav" for name in EFFECTS} | {f"{name}.ogg" for name in (*LOOPS, *SCORE)}
    assert set(ART["EFFECTS"]) == set(EFFECTS) and set(ART["AMBIENCE"]) == set(LOOPS)
    assert set(ART["SCORE"]) == set(SCORE)
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 3_000_000


@pytest.mark.parametrize("name", EFFECTS)
def test_the_script_makes_the_committed_effects(name: str) -> None:
    made, level = ART["EFFECTS"][name]
    samples = ART["pcm"](ART["levelled"](made(), level))
    with wave.open(str(FOLDER / f"{name}.wav"), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        kept = array("h")
        kept.frombytes(file.readframes(file.getnframes()))
    assert len(kept) == len(samples)
    # A little is left to the rounding of another machine's mathematics.
    assert max(abs(a - b) for a, b in zip(kept, samples, strict=True)) <= 3


@pytest.mark.parametrize("name", [*EFFECTS, *LOOPS, *SCORE])
def test_nothing_clips_and_nothing_but_a_loop_ends_in_the_middle(name: str) -> None:
    samples = heard(name)
    assert max(max(samples), -min(samples)) < 0.95 * 32768
    assert abs(sum(samples) / len(samples)) < 0.005 * 32768, "it lies off the middle"
    if name not in LOOPS:
        assert abs(samples[0]) < 0.01 * 32768 and abs(samples[-1]) < 0.01 * 32768


@pytest.mark.parametrize("name", LOOPS)
def test_a_loop_runs_on_into_its_beginning(name: str) -> None:
    samples = heard(name)
    steps = sorted(abs(a - b) for a, b in zip(samples, samples[1:], strict=False))
    assert abs(samples[0] - samples[-1]) <= steps[int(len(steps) * 0.995)], "it clicks"
    short = RATE // 5
    ends = [math.sqrt(sum(s * s for s in part) / short) for part in (samples[:short], samples[-short:])]
    whole = sorted(
        math.sqrt(sum(s * s for s in samples[i : i + short]) / short) for i in range(0, len(samples) - short, short)
    )
    assert all(whole[0] * 0.8 <= end <= whole[-1] * 1.25 for end in ends), "it comes or goes at its ends"


@pytest.mark.parametrize("name", [*LOOPS, *SCORE])
def test_what_is_packed_is_as_loud_as_it_was_made(name: str) -> None:
    """So that the files are those of the script, without making minutes of music again."""
    level, window = (ART["AMBIENCE"][name][1], 2.0) if name in LOOPS else (ART["SCORE"][name][1], 1.0)
    assert loudest(heard(name), window) == pytest.approx(level, abs=PACKED)


def test_the_score_lies_under_the_fight_and_the_surroundings_under_the_score() -> None:
    fight = min(loudest(heard(name), 0.1) for name in ("gun", "assault", "bombs", "blast"))
    score = [loudest(heard(name), 1.0) for name in SCORE]
    around = max(loudest(heard(name), 2.0) for name in LOOPS)
    assert max(score) <= fight - 6
    assert around <= min(score)
