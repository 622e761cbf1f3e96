"""Evidence: files that show something, kept by their SHA-256."""
