"""The command line `reviewer`, one module a command group."""
