"""Rule files in, findings out."""
