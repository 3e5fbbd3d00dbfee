"""The subcommands, one module each; ``ufork.cli`` gathers them."""
