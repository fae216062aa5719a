"""Looking at files before they are signed and uploaded."""
