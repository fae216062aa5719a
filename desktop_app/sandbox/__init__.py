"""The training portal, its certification authority and training tokens."""
