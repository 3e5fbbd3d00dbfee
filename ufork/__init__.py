"""The front door: the command line, its scripts, its programs. Nothing imports it."""
