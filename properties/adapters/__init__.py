"""Other systems that run the model's programs, to be compared with it."""
