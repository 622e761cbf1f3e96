"""The trail: the append-only history of every change."""
