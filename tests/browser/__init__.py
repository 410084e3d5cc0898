"""The pages in a real browser: what axe, the console and the keyboard say about them."""
