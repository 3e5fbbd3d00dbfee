"""The laws for all inputs: the model's own text, executed symbolically and decided."""
