"""The invented city: nobody and nothing in it is real, but for Clearview AI."""
