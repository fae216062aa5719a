"""Documents written from templates."""
