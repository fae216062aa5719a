"""Tables written to files: CSV, XLSX, PDF."""
