"""The operator's hand: the s11 command, and the only reader of arguments, environment and clock."""
