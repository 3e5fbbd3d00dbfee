"""Other systems that run the programs of the model, to be held against it."""
