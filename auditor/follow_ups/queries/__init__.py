"""Reading follow-ups: the list, one with everything about it, and what one can be opened about."""
