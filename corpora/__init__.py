"""Law catalogue, labelled corpora, trained models: loaders, training, evaluation."""
