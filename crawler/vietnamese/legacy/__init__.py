"""Vietnamese in the encodings of before Unicode, and UTF-8 read as one of them."""
