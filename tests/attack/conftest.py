import pytest

from tests.attack.stage import a_stage


@pytest.fixture(scope="package")
def stage(tmp_path_factory):
    with a_stage(tmp_path_factory.mktemp("attack")) as made:
        yield made
