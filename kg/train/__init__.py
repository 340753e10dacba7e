"""Training of the shipped models (extra `train`)."""
