"""Issued reports: workbooks as given to somebody, kept byte for byte."""
