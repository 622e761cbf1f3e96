"""Rulings: what a body laid down about a tool, a category or every tool."""
