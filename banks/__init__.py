"""Question banks and blueprints: data only."""
