// Written by its room.
