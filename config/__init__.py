"""What is asked, and how this deployment is set up."""
