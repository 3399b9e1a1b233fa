"""A sample candidate who sits the exam through the real screens, key by key."""
