"""Simple players to measure the staff by: each has one idea and sees what its side sees."""
