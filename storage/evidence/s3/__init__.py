"""Evidence in an S3 bucket."""
