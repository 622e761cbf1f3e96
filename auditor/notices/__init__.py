"""What people are told by mail, and on their first page where there is no mail."""
