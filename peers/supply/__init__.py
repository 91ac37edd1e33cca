"""What s11 is made of, and whether anybody warned of a part of it."""
