"""Masks for personal values."""
