"""Rehearsing a plan: a few own turns on what a side knows, against an enemy who stands; and the plan that comes of it,
kept beside the battle. May import `core`, the session and the kinds of fields in files."""
