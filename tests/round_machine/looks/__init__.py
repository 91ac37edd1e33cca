"""What is looked at after each step: all that anybody is told or shown, held to the bare rows of the record."""
