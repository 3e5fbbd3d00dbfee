"""Shared by the commands: options, files, progress, scripts, and text output."""
