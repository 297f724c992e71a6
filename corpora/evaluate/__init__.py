"""Precision and recall on labelled sets, one module a family."""
