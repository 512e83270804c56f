"""What the pages for makers say, done as they say it."""
