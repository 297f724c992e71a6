"""What the pages are made of: words, cards of findings, page pictures, differences between versions."""
