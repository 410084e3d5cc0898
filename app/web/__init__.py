"""HTTP in, HTML and JSON out: parse, call one service function, render."""
