"""The rules that raise flags, pure: one module for each family."""
