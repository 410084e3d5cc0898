"""One module per outside system: its protocol, vocabulary and errors translated to ours."""
