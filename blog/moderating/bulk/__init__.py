"""One decision about many comments: of just those that were seen, in steps, to be stopped and to be taken back."""
