import pytest

from tests.publishing.desk import Desk


@pytest.fixture
def desk(app):
    """The desk of an author."""
    return Desk(app)
