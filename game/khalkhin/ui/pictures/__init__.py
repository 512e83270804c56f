"""Pictures of maps and fronts without a window, and how fast they are drawn."""
