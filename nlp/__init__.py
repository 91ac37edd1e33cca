"""What it is about: themes, the people a text tells of, and a child in danger."""
