"""Those who command in words: seats at the table, their orders, and what a staff says of its plans."""
