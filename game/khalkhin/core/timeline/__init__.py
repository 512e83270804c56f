"""The scenario's timeline: entries, conditions, effects, restrictions, reinforcements."""
