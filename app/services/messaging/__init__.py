"""Letters and text messages: what the office says, how it is delivered, what became of it."""
