"""A `Document` to its clauses and parts."""
