"""Many battles and how fast they go: arena, balance, levels, bench, perft."""
