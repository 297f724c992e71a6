"""Ignore lists (不报): words and rules that people do not want reported here, in a document, in a unit."""
