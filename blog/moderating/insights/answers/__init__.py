"""The questions that moderators ask of their own work, each with how it is answered."""
