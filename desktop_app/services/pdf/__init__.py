"""Looking at PDF files that somebody else may have made: in a worker process only."""
