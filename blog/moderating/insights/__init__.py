"""How long visitors wait, what becomes of what they write, and how often people and machines were wrong about it."""
