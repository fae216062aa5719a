"""What the program can mend: each with preview, consent, undo record and a new check."""
