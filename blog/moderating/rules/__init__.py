"""House rules: what staff wrote down about which comments wait, count as spam or may appear at once."""
