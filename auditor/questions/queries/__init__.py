"""Answering the ten questions: in numbers, and in tables with the rows behind each number."""
