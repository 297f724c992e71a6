"""Which rules and laws are in force: own rules and signed bundles, changed while the service runs."""
