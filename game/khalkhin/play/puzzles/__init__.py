"""Puzzles: a position, a goal and a number of turns; as a folder or as a short code, played in memory, and solved by a
search. The goal is written with the conditions of the timeline."""
