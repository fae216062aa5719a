"""The routes of the training portal and what they share."""
