"""The figures a register states, counted from its findings and flags alone."""
