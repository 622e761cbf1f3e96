"""A city oversight office's register of third-party tools. Importing this imports nothing else."""

__version__ = "0.1.0"
