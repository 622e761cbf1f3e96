"""Reading for reports: what their sheets hold, and the reports that were issued."""
