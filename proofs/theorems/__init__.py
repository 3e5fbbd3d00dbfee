"""The symbolic domain of each law, one module for each module of laws."""
