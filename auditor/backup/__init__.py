"""The whole register in one file: taken while the server runs, and put back into an empty one."""
