"""Officers, and where they were assigned when."""
