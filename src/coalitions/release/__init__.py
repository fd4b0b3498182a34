"""The data as released: tables in three formats, their codebook, metadata, and how to use them."""
