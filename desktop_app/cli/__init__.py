"""The `nmo` command: parse, call one service, print."""
