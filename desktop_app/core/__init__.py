"""Plain values, states and errors of the domain; standard library only."""
