"""Training of Attention Lens' models in PyTorch: corpora -> tokenizer -> model -> export -> parity fixtures."""
