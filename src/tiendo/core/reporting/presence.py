"""Who else has a report open now. Kept for a minute in the installation's cache and nowhere else: no log, no history, no page but this.

Real seconds count, as for sessions: a simulated clock must not keep anybody in the room.
"""

from __future__ import annotations

import time

from django.core.cache import caches

from tiendo.foundation.accounts.models import Post
from tiendo.foundation.privacy import Privacy

FORGOTTEN_AFTER_SECONDS = 60
PRIVACY = Privacy(
    cls="P2", purpose="two posts in one report know of each other", retention="one minute after the page was last open"
)


def look_in(report_id: int, post: Post) -> list[str]:
    """Note that the post has the report open; returns the other posts that have, by title and unit, as they came."""
    cache, key, now = caches["presence"], f"report-{report_id}", time.time()
    kept = {
        pk: (seen, who) for pk, (seen, who) in (cache.get(key) or {}).items() if now - seen < FORGOTTEN_AFTER_SECONDS
    }
    kept[post.pk] = (now, str(post))
    cache.set(key, kept, FORGOTTEN_AFTER_SECONDS)
    return [who for pk, (_seen, who) in kept.items() if pk != post.pk]
