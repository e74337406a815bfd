"""Set-up, demo content, serving, the desk's front, and checks that look across rooms."""
