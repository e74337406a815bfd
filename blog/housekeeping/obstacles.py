"""What can keep the blog from starting, each in one sentence that says what to change."""

import errno

from sqlalchemy.exc import SQLAlchemyError

from blog.settings import WrongSetting
from blog.storage.keys import WrongKey


class CannotStart(Exception):
    """The sentence says why, and what would help."""


OBSTACLES = (CannotStart, WrongSetting, WrongKey, OSError, SQLAlchemyError)

NOT_A_FOLDER = {errno.EEXIST, errno.ENOTDIR}
NOT_WRITABLE = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC}


def in_words(obstacle):
    """The sentence for one of the OBSTACLES. No password of a database stands in it."""
    if isinstance(obstacle, OSError):
        return _file_in_words(obstacle)
    if isinstance(obstacle, SQLAlchemyError):
        first_line = str(getattr(obstacle, "orig", None) or obstacle).strip().splitlines()[0]
        return f"the database cannot be used ({first_line}). BLOG_DATABASE_URL says where it is."
    return str(obstacle)


def _file_in_words(problem):
    if problem.errno in NOT_A_FOLDER:
        return (
            f"{problem.filename} must be a folder, and something else is there. INSTANCE names another place."
        )
    if problem.errno in NOT_WRITABLE:
        return f"{problem.filename} cannot be written ({problem.strerror}). INSTANCE names another folder."
    return f"{problem.filename or 'a file'} cannot be used ({problem.strerror or problem})."
