"""Departments: whose officers the office oversees."""
