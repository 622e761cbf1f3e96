"""What departments answered when they were asked about a tool."""
