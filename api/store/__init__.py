"""What the service keeps: tables through SQLAlchemy, files by digest, migrations. See ``api/README.md``."""
