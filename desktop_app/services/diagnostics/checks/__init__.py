"""The checks: one file is one check or one small family; walking finds them."""
