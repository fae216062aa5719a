"""Tokens, signatures, certificates and trust: no Qt, no portal."""
