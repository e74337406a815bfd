"""An article may hold so much of what costs far more to show than to type; beyond that it stands as it was typed."""

from collections.abc import MutableMapping


def fits(env: MutableMapping, kind: str, amount: int, most: int) -> bool:
    """Whether `amount` more of `kind` fit into `most` of one rendering, which `env` belongs to; they are then taken."""
    spent = env.setdefault("spent", {})
    if spent.get(kind, 0) + amount > most:
        return False
    spent[kind] = spent.get(kind, 0) + amount
    return True


def use_up(env: MutableMapping, kind: str, most: int) -> None:
    """Nothing more of `kind` fits from now on."""
    env.setdefault("spent", {})[kind] = most
