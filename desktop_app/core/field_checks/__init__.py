"""What a person types into a field, judged at each key: what is wrong, where, and a repair."""
