"""What a service task may call: the contract and the catalogue, not the work itself."""
