"""What commands share: options, files, progress, scripts, and what people read."""
