"""Who reports to whom."""

import random

from demo.roster.posts import Post, Rank

REPORTS_TO_DEPUTY = 0.25  # share of the staff, where there is a deputy
HEADS_WITHOUT_SUPERVISOR = 2
STAFF_WITHOUT_SUPERVISOR = 0.02  # share

Posts = dict[str, Post]  # by employee_id


def leaders(posts: Posts, rank: Rank) -> dict[str, str]:
    """The employee who holds that rank in each unit, by unit_id."""
    return {post.unit.unit_id: e for e, post in posts.items() if post.rank is rank}


def supervisors(posts: Posts, rng: random.Random) -> dict[str, str]:
    """The supervisor of each employee, or "" where HR names none."""
    heads, deputies = leaders(posts, Rank.HEAD), leaders(posts, Rank.DEPUTY)
    named = {e: _supervisor(post, heads, deputies, rng) for e, post in posts.items()}
    return named | dict.fromkeys(_unnamed(posts, heads, rng), "")


def _supervisor(
    post: Post, heads: dict[str, str], deputies: dict[str, str], rng: random.Random
) -> str:
    """The unit's head, for some its deputy; for a head, the parent's head."""
    if post.rank is Rank.HEAD:
        return heads.get(post.unit.parent_id, "")
    deputy = deputies.get(post.unit.unit_id)
    if deputy and post.rank > Rank.DEPUTY and rng.random() < REPORTS_TO_DEPUTY:
        return deputy
    return heads[post.unit.unit_id]


def _unnamed(posts: Posts, heads: dict[str, str], rng: random.Random) -> list[str]:
    """Gaps as HR data has them: staff fall back on their head, heads on the parent's head."""
    staff = [e for e, post in posts.items() if post.rank > Rank.DEPUTY]
    below_root = [e for e in heads.values() if posts[e].unit.parent_id]
    staff_gaps = rng.sample(staff, round(len(staff) * STAFF_WITHOUT_SUPERVISOR))
    return staff_gaps + rng.sample(below_root, HEADS_WITHOUT_SUPERVISOR)
