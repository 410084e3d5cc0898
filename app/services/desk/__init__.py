"""The staff's desk: the agenda, a case with its person present, lists of tasks."""
