"""The database's tables: brought up to date, taken back, and checked before anything is served."""
