"""The closed set of checks that a rule can name."""
