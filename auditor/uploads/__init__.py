"""Uploads: one file as received, and what was taken from it."""
