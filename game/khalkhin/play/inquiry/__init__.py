"""Asking a computer's staff about a turn it has played: its plan, what it weighed, what it left. Found anew from the
journal, in a process of its own; never while the battle goes on."""
