"""What goes over the wire, one module a subject; the spelling of a report is `reviewer.exporters.json`'s."""
