"""The embedded Valkey: the broker, of which nothing need survive."""

from dataclasses import dataclass
from pathlib import Path

import redis


@dataclass(frozen=True, slots=True)
class Broker:
    """One Valkey that keeps everything in memory and listens on a socket only."""

    program: Path
    sockets: Path

    @property
    def socket(self) -> Path:
        """Return the path of the socket."""
        return self.sockets / "valkey.sock"

    def argv(self) -> tuple[str, ...]:
        """Return the command of the server."""
        options = {
            "--port": "0",
            "--unixsocket": str(self.socket),
            "--unixsocketperm": "700",
            "--databases": "64",
            "--save": "",
            "--appendonly": "no",
            "--dir": str(self.sockets),
            "--daemonize": "no",
        }
        return (str(self.program), *(word for pair in options.items() for word in pair))

    def url(self, database: int = 0) -> str:
        """Return the address in redis-py's form; see Settings.broker_url for Celery's."""
        return f"unix://{self.socket}?db={database}"

    def answers(self) -> bool:
        """Tell whether the server answers a ping."""
        client = redis.Redis(unix_socket_path=str(self.socket))
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()
