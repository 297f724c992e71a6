"""Text to calibrated label scores; optional, imported late."""
