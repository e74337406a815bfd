"""What members of staff did, each act sealed to the one before it, so that nobody can change the past unnoticed."""
