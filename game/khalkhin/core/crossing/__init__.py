"""What crossings carry, what goes over them, and how engineers make and unmake them."""
