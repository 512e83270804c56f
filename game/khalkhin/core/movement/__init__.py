"""Movement and zones of control, in one turn and over many."""
