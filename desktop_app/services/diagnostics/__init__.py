"""Diagnosis: why signing does not work here, and the way out."""
