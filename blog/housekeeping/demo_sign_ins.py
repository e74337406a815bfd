"""With what one signs in to a demonstration. Made at random for each, and kept where only whoever runs it can read."""

import os
import secrets

FILE = "demo-sign-ins.txt"


def keep_sign_ins(instance, people):
    """Writes the sign-ins into the folder `instance` (a Path). `people` is a list of (role, email, password)."""
    lines = ["Sign in with:", *(f"  {role:<10} {email:<32} {password}" for role, email, password in people)]
    descriptor = os.open(instance / FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def kept_sign_ins(instance):
    """The lines that were kept there; none where this is no demonstration."""
    path = instance / FILE
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def new_password():
    """16 characters that can be typed without a second look."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))
