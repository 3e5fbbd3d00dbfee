"""Published answers, and what the model answers to the same questions."""
