"""What a user can do; synchronous, cancellable, free of Qt."""
