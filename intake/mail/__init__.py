"""The post: letters in, and the letters that answer them."""
