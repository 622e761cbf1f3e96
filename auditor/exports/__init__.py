"""Exports: the lists of the pages as files, which upload again unchanged."""
