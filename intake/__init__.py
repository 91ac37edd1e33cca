"""How answers come in: in a conversation, by letter, from tables."""
