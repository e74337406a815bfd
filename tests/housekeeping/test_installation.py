import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.housekeeping.starting import start_in_vain
from tests.services import postgresql_url


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_an_installation_that_is_set_up_twice_at_once_is_whole(tmp_path, kind):
    database = {"BLOG_DATABASE_URL": postgresql_url("blog_set_up_twice")} if kind == "postgresql" else {}

    def set_up(_number):
        return start_in_vain(
            "-m", "flask", "housekeeping", "set-up", INSTANCE=tmp_path / "instance", **database
        )

    with ThreadPoolExecutor(2) as together:
        assert list(together.map(set_up, range(2))) == [(0, ""), (0, "")]
    shutil.rmtree(tmp_path / "instance")
    code, said = set_up(3)
    assert (code, "is not the one this database was made with" in said) == (
        (1, True) if database else (0, False)
    )
