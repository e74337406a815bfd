"""A flood: campaigns that vary their words, names, hosts and networks, with real comments in between.

Rows are written in bulk, as the real act leaves them (a test compares); what is alike is found by the real code.
"""

from collections import Counter
from datetime import timedelta
from random import Random

from flask import current_app
from sqlalchemy import insert

from blog.clock import now
from blog.commenting.address_key import current_address_key
from blog.commenting.comment import Comment, Status
from blog.commenting.contact import Contact, digest_of_words, sealed_columns
from blog.commenting.leaving import fingerprint_of
from blog.commenting.network import network_at
from blog.commenting.receipt import receipt_hash, token_of
from blog.moderating.finding import Finding, Outcome
from blog.moderating.groups.counting import count_on
from blog.moderating.groups.gathering import MOST_FOUND, join_group
from blog.moderating.groups.group import CommentGroup, GroupExample, GroupMark, GroupMember
from blog.moderating.groups.likeness import likeness_of, unpacked
from blog.storage import db
from blog.storage.site_setting import site_settings
from blog.storage.types import new_public_id
from blog.text.markdown import render_comment

SETTLED = 400  # comments after which the campaigns are known
# Each in several wordings; a brace is one of its choices.
CAMPAIGNS = {
    "watches": "{Hello|Hi|Good day} {friends|everybody|all}, I {bought|ordered|got} a {fine|great|splendid} replica watch "
    "for {half|a third|a tenth} of the price and {nobody|no one|not even my boss} can tell. {See|Visit|Look at} "
    "https://{host}/{n} for {more|details|the list} before the {sale|offer|discount} ends.",
    "pills": "My {doctor|aunt|neighbour} {told me|wrote to me|said} that these {cheap|safe|honest} tablets work without any "
    "prescription, and after {two|three|four} weeks I {sleep|eat|feel} like a {king|child|teenager} again. "
    "{Order|Buy|Get} them from https://{host}/{n} with {free|fast|secret} shipping to every country.",
    "coins": "I {earned|made|won} {n} dollars {last week|in May|since Monday} with an automatic {trading|coin|crypto} robot that "
    "{works|trades|runs} while I sleep. {Start|Begin|Join} with {only|just|as little as} fifty dollars at https://{host} and "
    "{thank|write to|tell} me later about your first profit.",
    "essays": "{Students|Pupils|Scholars} who have {no time|no nerve|other plans} can let our {experts|writers|graduates} write the "
    "whole essay within {six|twelve|twenty} hours, with {no|zero|never any} plagiarism and a money back {promise|guarantee}. "
    "https://{host}/order{n} {answers|replies} day and night.",
    "flattery": "{Wonderful|Great|Excellent} {post|article|website} which I {found|discovered|saw} by chance, the way you "
    "{explain|describe|tell} the topic is {really|truly|very} useful for my own blog about garden furniture. {Please|Do|Kindly} "
    "keep writing, I have {bookmarked|saved|shared} your page for my {friends|readers|family} already.",
}
# Syllables of which real people's words are made here, so that no two of them say the same.
SYLLABLES = [
    "ba",
    "den",
    "fir",
    "gol",
    "hum",
    "jor",
    "kel",
    "lam",
    "mir",
    "nuk",
    "pol",
    "quin",
    "ros",
    "sam",
    "tir",
    "ulm",
    "ven",
    "wes",
    "yar",
    "zol",
]
HOSTS = {name: [f"{name}-{n}.example" for n in range(4)] for name in CAMPAIGNS}


def flood(article, number, real, *, seed=4):
    """Writes `number` pending comments of five campaigns and `real` real ones among them. Ids of the real ones."""
    chance, start = Random(seed), now() - timedelta(hours=9)
    places = set(chance.sample(range(number // 50, number), real))
    said = [real_one(chance, place) if place in places else spam(chance, place) for place in range(number)]
    ids = write_pending(article, said, start)
    put_into_groups(ids[:SETTLED])
    put_into_known_groups(ids[SETTLED:])
    db.session.commit()
    return [ids[place] for place in sorted(places)]


def put_into_groups(ids):
    """As the real act does it, one by one."""
    for comment in db.session.scalars(
        db.select(Comment).where(Comment.id.in_(ids)).order_by(Comment.id)
    ).all():
        join_group(comment)


def put_into_known_groups(ids):
    """The same as put_into_groups, in bulk for what is like an example that is kept already."""
    known, members = _Examples(), Counter()
    rows, turns = [], dict(map(tuple, db.session.execute(db.select(CommentGroup.id, CommentGroup.turn))))
    for begin in range(0, len(ids), 1000):
        some = db.select(Comment.id, Comment.body, Comment.website).where(
            Comment.id.in_(ids[begin : begin + 1000])
        )
        for row in db.session.execute(some.order_by(Comment.id)).all():
            group = known.group_like(likeness_of(row.body, row.website))
            if group is None:
                own = join_group(db.session.get(Comment, row.id))
                known = _Examples()
                turns.setdefault(own.id, own.turn)
                continue
            turns[group] += 1
            members[group, Status.PENDING] += 1
            rows.append(
                {"comment_id": row.id, "group_id": group, "status": Status.PENDING, "turn": turns[group]}
            )
    if rows:
        db.session.execute(insert(GroupMember), rows)
        db.session.execute(db.update(CommentGroup), [{"id": id, "turn": turn} for id, turn in turns.items()])
        count_on(members)


class _Examples:
    """Those that are kept, found by their marks as the real act finds them."""

    def __init__(self):
        self.by_mark = {}
        kept = db.select(GroupMark.mark, GroupExample).join(
            GroupExample, GroupExample.id == GroupMark.example_id
        )
        for mark, each in db.session.execute(kept.order_by(GroupExample.id.desc())):
            likeness = unpacked(each.sample, each.hosts, each.is_short)
            self.by_mark.setdefault(mark, []).append((each.id, each.group_id, likeness))

    def group_like(self, likeness):
        found = {}
        for mark in likeness.marks:
            for id, group, kept in self.by_mark.get(mark, [])[:MOST_FOUND]:
                if id not in found:
                    found[id] = (likeness.is_like(kept, same_network=False), -group)
        best = max(found.values(), default=(0, 0))
        return -best[1] if best[0] else None


def spam(chance, place):
    campaign = chance.choice(list(CAMPAIGNS))
    host = chance.choice(HOSTS[campaign])
    words = spun(CAMPAIGNS[campaign], chance).replace("{host}", host).replace("{n}", str(place))
    number = list(CAMPAIGNS).index(campaign)
    return {
        "name": f"{campaign.title()} {chance.randrange(37)}",
        "email": f"{campaign}{place}@mail.example",
        "website": f"https://{host}" if campaign == "flattery" else "",
        "body": words,
        "network": f"203.0.113.{number * 40 + chance.randrange(40)}",
    }


def real_one(chance, place):
    words = ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(18)]
    return {
        "name": f"Reader {place}",
        "email": f"reader{place}@people.example",
        "website": "",
        "body": f"I remember that the {' '.join(words[:9])}, and would ask whether {' '.join(words[9:])}.",
        "network": f"198.51.{place % 250}.{place // 250 % 250}",
    }


def spun(words, chance):
    """One of the choices of each brace that has any."""
    parts = []
    for part in words.split("{"):
        inside, brace, after = part.partition("}")
        if not brace:
            parts.append(part)
        elif "|" in inside:
            parts.append(chance.choice(inside.split("|")) + after)
        else:
            parts.append("{" + part)
    return "".join(parts)


def write_pending(article, said, start):
    """Rows of Comment, Contact and Finding for these words; their ids. In no group yet."""
    keys, first = current_app.config["KEYS"], (db.session.scalar(db.select(db.func.max(Comment.id))) or 0) + 1
    address_key, days = current_address_key(keys), site_settings().network_key_days
    comments, contacts, findings = [], [], []
    for id, each in enumerate(said, first):
        nonce, at = id.to_bytes(16), start + timedelta(seconds=id - first)
        words = {name: each[name] for name in ("name", "email", "body")}
        network = network_at(each["network"], keys=keys, at=at, days=days)
        comments.append(
            {"id": id, "public_id": new_public_id(), "article_id": article.id, "root_id": id, "branch_id": 0}
            | {"thread_turn": -id, "name": each["name"], "website": each["website"], "body": each["body"]}
            | {
                "body_html": render_comment(each["body"]),
                "avatar_seed": nonce.hex()[-16:],
                "status": Status.PENDING,
            }
            | {
                "decision_count": 0,
                "hidden_above": 0,
                "hides_replies": True,
                "left_at": at,
                "receipt_nonce": nonce,
            }
            | {"receipt_hash": receipt_hash(token_of(nonce, keys.receipts))}
        )
        contacts.append(
            sealed_columns(each["email"], public=address_key.public_key, keys=keys)
            | {"comment_id": id, "key_id": address_key.id, "left_at": at}
            | {"fingerprint": fingerprint_of(article, parent=None, key=keys.fingerprints, **words)}
            | {"words_digest": digest_of_words(each["body"], keys), "network_digest": network.address}
            | {"range_digest": network.range, "network_until": network.until}
        )
        findings.append(
            {"comment_id": id, "outcome": Outcome.HOLD, "at": at, "likelihood": 0.5, "filter_version": 0}
        )
    for table, rows in ((Comment, comments), (Contact, contacts), (Finding, findings)):
        db.session.execute(insert(table), rows)
    return [row["id"] for row in comments]
