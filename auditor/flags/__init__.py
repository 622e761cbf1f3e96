"""Flags: a rule's remark on a finding. A question, not a verdict on a person."""
