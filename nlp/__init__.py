"""What it is about: themes, and the people a text tells of."""
