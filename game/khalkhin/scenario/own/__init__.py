"""What a scenario or a campaign brings beside its tables and map: unit types for all its scenarios, symbols, sounds.

Everything lies in the scenario's folder or in that of its campaign; what is in both, the scenario's own counts.
"""
