"""Tiled maps: read safely, then made into ground, units, crossings and places. Imports `core` and issues."""
