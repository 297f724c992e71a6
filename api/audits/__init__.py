"""Audits that the service starts, watches and stops; the work is that of ``reviewer audit``."""
