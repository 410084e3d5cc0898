"""Tests of the workers: operators, tasks, beat."""
