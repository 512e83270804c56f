"""The values: figures of the rules, units, crossings, the scenario, the state.

Imports `board` and the timeline's entries.
"""
