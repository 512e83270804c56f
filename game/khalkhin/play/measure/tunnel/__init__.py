"""What many battles leave on a map: traces of single battles, and what they come to."""
