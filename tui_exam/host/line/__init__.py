"""What goes over one candidate's line, both ways."""
