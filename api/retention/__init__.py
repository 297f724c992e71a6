"""How long things are kept, and the job that makes them gone: rows, files, and what they left behind."""
