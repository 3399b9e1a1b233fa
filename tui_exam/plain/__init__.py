"""The exam as a dialogue of lines: for screen readers, and for terminals that move no cursor."""
