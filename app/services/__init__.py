"""Use cases. One public function is one thing the office does, in one transaction."""
