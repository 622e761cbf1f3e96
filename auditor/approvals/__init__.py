"""Approvals: a department's dated permission for a tool, a scope and a term."""
