"""Findings: one officer's, or one account's, access to one tool, with its evidence."""
