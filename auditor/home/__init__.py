"""Each role's own first page, and whether all is well."""
