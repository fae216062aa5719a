"""What survives a restart: settings, secrets, cache and the local audit log."""
