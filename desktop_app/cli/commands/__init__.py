"""One module per group of commands; each adds its commands and carries them out."""
