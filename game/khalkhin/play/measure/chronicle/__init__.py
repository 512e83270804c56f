"""What happened in a battle, counted: pure functions over its orders, their events and the states between them."""
