"""Tools: third-party products that officers can sign up for."""
