"""What a case holds on paper: papers handed in, documents made, the register, verification, evidence handed out."""
