"""The screens of the practical tasks: a desk, and what is opened from it."""
