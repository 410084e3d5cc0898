"""The residents' register: who lives where in the town, since when and why."""
