"""The service, its web page, and the command line."""
