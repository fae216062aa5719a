"""The worker process: the only code that opens a PDF."""
