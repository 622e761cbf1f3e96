"""Reading statements: as lists, by who has not answered, and counted."""
