"""The engine: cases through the facade, expressions, states, diagrams under examination."""
