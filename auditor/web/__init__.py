"""What all pages share: the door, sign-in, headers, forms, formats."""
