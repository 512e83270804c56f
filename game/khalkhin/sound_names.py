"""The names of the effects, each a file in assets/sounds. A scenario may bring its own in their place."""

from __future__ import annotations

EFFECTS = (
    "assault",
    "blast",
    "bombs",
    "capture",
    "click",
    "far",
    "fighters",
    "foot",
    "gun",
    "horse",
    "message",
    "night",
    "page",
    "planes",
    "refuse",
    "supply",
    "tank",
    "truck",
    "turn",
    "work",
)
