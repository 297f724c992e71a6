"""What a sentence says: folding, concepts, sentences, polarity, names."""
