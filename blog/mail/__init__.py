"""Letters: written when something happens, sent when it can be, and never lost between. Knows no room."""
