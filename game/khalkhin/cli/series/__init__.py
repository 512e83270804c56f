"""Commands that fight many battles, and how they keep what comes of them."""
