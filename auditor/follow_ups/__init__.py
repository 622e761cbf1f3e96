"""Follow-ups: what is asked of a department about flags, its answer, and the outcomes."""
