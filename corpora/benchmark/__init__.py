"""The public benchmark: own test sets of the four families, and a scorer for any tool."""
