"""Direct debits: mandates, and the remittances for the bank."""
