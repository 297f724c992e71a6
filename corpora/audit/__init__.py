"""Audits of whole corpora (存量清理): many files, one run that can be stopped and resumed."""
