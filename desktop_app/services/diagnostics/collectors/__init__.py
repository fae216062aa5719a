"""What looks at this computer for the checks; ``walking`` finds them."""
