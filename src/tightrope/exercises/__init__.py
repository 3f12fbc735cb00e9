"""Exercises for teaching: predict, run, explain, led through in a terminal or printed, checked against the model."""
