"""The models, as PyTorch modules whose parts are named in config.json."""
