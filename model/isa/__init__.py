"""Capabilities as the instruction set sees them; nothing here has state."""
