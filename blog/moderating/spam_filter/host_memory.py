"""How often a host was linked to from spam and from other comments: for saying so. Old hosts are forgotten first."""

MOST_HOSTS = 5_000


class HostMemory:
    def __init__(self):
        self.times: dict[str, tuple[int, int]] = {}

    def learn(self, hosts, is_spam: bool):
        for host in hosts:
            spam, fine = self.times.pop(host, (0, 0))
            self.times[host] = (spam + 1, fine) if is_spam else (spam, fine + 1)
        while len(self.times) > MOST_HOSTS:
            del self.times[next(iter(self.times))]

    def of(self, host: str) -> tuple[int, int]:
        """In how many spam comments it was linked to, and in how many others."""
        return self.times.get(host, (0, 0))
