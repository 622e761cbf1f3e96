"""What the register does by the clock."""
