"""The legend: every sign of the map and its counters, drawn as the map draws it, with a sentence each."""
