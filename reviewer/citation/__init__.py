"""Citations of law: finding them in text, then resolving them in the catalogue."""
