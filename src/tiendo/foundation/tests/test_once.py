"""Read once a page: kept while a page is shown, forgotten after it, never kept outside."""

from __future__ import annotations

from tiendo.foundation import once


class Asked:
    """A query that counts how often it is really asked; its answer may be nothing."""

    def __init__(self, answer: str | None = "answer") -> None:
        self.answer, self.times = answer, 0

    def __call__(self) -> str | None:
        self.times += 1
        return self.answer


def test_a_page_asks_once_even_when_the_answer_is_nothing():
    some, nothing = Asked(), Asked(None)
    with once.page():
        assert [once.read(some), once.read(some)] == ["answer", "answer"]
        assert [once.read(nothing), once.read(nothing)] == [None, None]
    assert (some.times, nothing.times) == (1, 1)


def test_the_next_page_asks_again():
    query = Asked()
    for _page in range(2):
        with once.page():
            once.read(query)
    assert query.times == 2


def test_outside_a_page_every_reading_asks():
    query = Asked()
    once.read(query)
    once.read(query)
    assert query.times == 2
