"""Pages in HTML: what they have in common, and the after-action report."""
