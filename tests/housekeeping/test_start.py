"""The first evening with the blog: it is started, set up, stopped and started again; and what may be in the way."""

import os
import signal
import socket
import stat
from pathlib import Path

import httpx
import pytest

from blog.storage.keys import NAMES
from tests.builders import PASSWORD
from tests.housekeeping.starting import running_blog, start_in_vain
from tests.services import free_port, wait_until

OWNER = {
    "name": "Ruth",
    "email": "ruth@example.org",
    "password": PASSWORD,
    "title": "Forge",
    "time_zone": "UTC",
}


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def workers_of(server):
    return [int(pid) for pid in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()]


def is_gone(pid):
    """Whether nothing of the process is left but, at most, a line in its parent's list."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_a_newcomer_starts_it_sets_it_up_and_starts_it_again(tmp_path):
    folder = tmp_path / "far" / "away"
    with running_blog(folder, tmp_path / "first") as blog:
        assert httpx.get(blog.url).status_code == 200
        assert mode(folder / "blog.sqlite") == 0o600
        assert mode(folder / "keys") == 0o700
        keys = {path.name: mode(path) for path in (folder / "keys").iterdir()}
        assert keys == {f"{name}.key": 0o600 for name in NAMES} | {"private": 0o700}
        assert [mode(path) for path in (folder / "keys" / "private").iterdir()] == [0o600]
        assert (folder / "media").is_dir()
        answer = httpx.post(blog.link(), data=OWNER)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/desk")
        assert httpx.get(blog.link()).status_code == 404
        assert blog.stop() == 0
    with running_blog(folder, tmp_path / "second") as blog:
        assert blog.link() is None
        assert "<title>Forge</title>" in httpx.get(blog.url).text
        assert blog.stop(signal.SIGINT) == 0


def test_the_link_is_printed_again_until_it_is_used_and_stays_the_same(tmp_path):
    links = []
    for start in ("first", "second"):
        with running_blog(tmp_path / "instance", tmp_path / start) as blog:
            links.append(blog.link().removeprefix(blog.url))
    assert links[0] == links[1]


def test_links_go_where_readers_reach_it(tmp_path):
    with running_blog(tmp_path / "instance", tmp_path / "said", BLOG_URL="https://forge.example") as blog:
        assert f"The blog is at {blog.url} for https://forge.example" in blog.said
        assert "https://forge.example/set-up/" in blog.said


def test_its_workers_do_not_outlive_it(tmp_path):
    with running_blog(tmp_path / "instance", tmp_path / "said", BLOG_WORKERS=2) as blog:
        workers = workers_of(blog.server)
        assert len(workers) == 2
        os.kill(blog.server.pid, signal.SIGKILL)
        wait_until(lambda: all(map(is_gone, workers)), what="the end of the workers")


def test_a_worker_that_dies_is_replaced(tmp_path):
    with running_blog(tmp_path / "instance", tmp_path / "said", BLOG_WORKERS=1) as blog:
        (worker,) = workers_of(blog.server)
        os.kill(worker, signal.SIGKILL)
        wait_until(lambda: set(workers_of(blog.server)) - {worker}, what="another worker")
        wait_until(lambda: answers(blog.url), what="the blog again")
        assert blog.stop() == 0


def answers(url):
    try:
        return httpx.get(url, timeout=2).status_code == 200
    except httpx.TransportError:
        return False


def test_an_owner_can_be_made_without_a_browser_before_the_first_start(tmp_path):
    command = ["-m", "flask", "accounts", "create", "ruth@example.org", "--name", "Ruth", "--role", "owner"]
    assert start_in_vain(*command, INSTANCE=tmp_path / "instance") == (0, "")
    with running_blog(tmp_path / "instance", tmp_path / "said") as blog:
        assert blog.link() is None


# What may be in the way ------------------------------------------------------------------------------------------------


def test_a_taken_port_is_named(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert start_in_vain(INSTANCE=tmp_path, PORT=port) == (
            1,
            f"The blog cannot start: port {port} is taken, perhaps by this blog in another window. "
            f"Choose another: PORT={port + 1}",
        )


def test_two_blogs_do_not_share_a_port(tmp_path):
    with running_blog(tmp_path / "one", tmp_path / "said") as blog:
        port = blog.url.rpartition(":")[2]
        code, said = start_in_vain(INSTANCE=tmp_path / "two", PORT=port)
        assert code == 1
        assert f"port {port} is taken" in said


@pytest.mark.parametrize("host", ["203.0.113.9", "no such host", "blog.invalid"])
def test_a_host_that_is_not_this_machine_is_named(tmp_path, host):
    code, said = start_in_vain(INSTANCE=tmp_path, HOST=host, PORT=free_port())
    assert (code, said) == (
        1,
        f"The blog cannot start: HOST is {host!r}, which is not an address of this machine.",
    )


def test_something_in_place_of_the_folder_is_named(tmp_path):
    in_the_way = tmp_path / "instance"
    in_the_way.write_text("a file")
    sentence = f"The blog cannot start: {in_the_way} must be a folder, and something else is there. INSTANCE names another place."
    assert start_in_vain(INSTANCE=in_the_way, PORT=free_port()) == (1, sentence)
    assert start_in_vain("-m", "flask", "housekeeping", "set-up", INSTANCE=in_the_way) == (1, sentence)


def test_a_folder_that_cannot_be_written_is_named():
    code, said = start_in_vain(INSTANCE="/proc/blog", PORT=free_port())
    assert code == 1
    assert said.startswith("The blog cannot start: /proc/blog cannot be")


def test_other_keys_stop_the_start(tmp_path):
    assert start_in_vain("-m", "flask", "housekeeping", "set-up", INSTANCE=tmp_path) == (0, "")
    (tmp_path / "keys" / "receipts.key").unlink()
    code, said = start_in_vain(INSTANCE=tmp_path, PORT=free_port())
    assert code == 1
    assert said.startswith(
        "The blog cannot start: the key “receipts” is not the one this database was made with."
    )


def test_a_database_of_a_newer_blog_is_left_alone(tmp_path):
    import sqlite3

    assert start_in_vain("-m", "flask", "housekeeping", "set-up", INSTANCE=tmp_path) == (0, "")
    with sqlite3.connect(tmp_path / "blog.sqlite") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    code, said = start_in_vain(INSTANCE=tmp_path, PORT=free_port())
    assert code == 1
    assert said.startswith(
        "The blog cannot start: this database was last used by a newer version of the blog."
    )


def test_a_database_that_cannot_be_reached_is_named_without_its_password(tmp_path):
    address = f"postgresql://blog:secret@127.0.0.1:{free_port()}/blog"
    code, said = start_in_vain(INSTANCE=tmp_path, PORT=free_port(), BLOG_DATABASE_URL=address)
    assert code == 1
    assert said.startswith("The blog cannot start: the database cannot be used (connection")
    assert said.endswith("BLOG_DATABASE_URL says where it is.")
    assert "secret" not in said
    assert len(said.splitlines()) == 1


def test_a_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / "blog.sqlite").write_text("These are not rows. " * 100)
    code, said = start_in_vain(INSTANCE=tmp_path, PORT=free_port())
    assert code == 1
    assert "the database cannot be used (file is not a database)" in said


def test_a_wrong_setting_is_named(tmp_path):
    code, said = start_in_vain(INSTANCE=tmp_path, PORT="eight")
    assert (code, said) == (
        1,
        "The blog cannot start: PORT is 'eight', but it must be a whole number from 1 to 65535.",
    )
