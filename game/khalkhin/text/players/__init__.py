"""Those who command in words: seats at the table, and what a staff says of its plans."""
