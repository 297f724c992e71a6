"""A `Report` to bytes, one module a format."""
