"""A battle watched again, forwards and back, with whose eyes one may; a new one begun from its middle."""
