"""The dialogue of lines, held over a real pseudo-terminal."""
