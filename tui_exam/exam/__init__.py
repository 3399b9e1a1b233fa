"""The rules of an exam: bank, blueprint, paper, attempt, marking. No screen, no clock."""
