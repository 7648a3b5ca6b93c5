"""The console over a large store: `python -m bench.console [URL] [--rate 200] [--seconds 60]`.

URL names a store that `bench.growth` filled (`--keep` keeps one on SQLite); without one, 50,000 articles are put into a
new one. The console runs in a process of its own, held
to one core, as `tintinh serve` runs it; this process asks, on another. Prints for each kind of page the median and the
slowest of many requests, each for another article, word, filter or page; then what a steady load gives: requests start on
time whether earlier ones have ended or not, so a console that falls behind shows in the times.
"""

from __future__ import annotations

import argparse
import http.client
import multiprocessing
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta
from multiprocessing.connection import Connection as Pipe
from queue import Empty, Queue
from urllib.parse import quote_plus

from sqlalchemy import func, select

from bench.growth import PORTALS, PROVINCES, fill
from bench.synthetic_meetings import BODIES, FAMILY, GIVEN, MIDDLE, PLACES
from bench.synthetic_news import Newsroom
from crawler.crawl.store import Store
from crawler.database.tables import articles
from crawler.model.items import MeetingKind
from crawler.web.app import create_app
from crawler.web.reader import Reader
from crawler.web.serving import listen, serve
from crawler.web.settings import ConsoleSettings

TRIES = 60  # of each kind of page
ASKING = 48  # threads under load
Paths = dict[str, Callable[[], str]]


def run(url: str, today: datetime, cores: set[int], pipe: Pipe) -> None:
    """The console in this process, on these cores only; sends its port."""
    os.sched_setaffinity(0, cores)
    app = create_app(ConsoleSettings(url, now=lambda: today))
    listener = listen("127.0.0.1", 0)
    pipe.send(listener.getsockname()[1])
    serve(app, listener)


@contextmanager
def console(url: str, today: datetime) -> Iterator[int]:
    """The port of a console that runs on the last core, while this process keeps to the others."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) > 1:
        os.sched_setaffinity(0, set(cores[:-1]))
    ours, theirs = multiprocessing.Pipe()
    child = multiprocessing.get_context("spawn").Process(target=run, args=(url, today, {cores[-1]}, theirs))
    child.start()
    try:
        yield ours.recv()
    finally:
        child.terminate()
        child.join()
        os.sched_setaffinity(0, set(cores))


def pages(url: str, chance: random.Random) -> tuple[Paths, datetime]:
    """Addresses of each kind of page, made anew each time, and the moment at which the store's articles end."""
    reader = Reader(url, 60)
    with reader.reading() as connection:
        a = articles.c
        newest = connection.execute(select(func.max(a.published_at))).scalar_one()
        last = connection.execute(select(func.max(a.seq))).scalar_one()
        places = sorted(chance.randrange(1, last) for _ in range(TRIES * 4))
        some = connection.execute(select(a.id).where(a.seq.in_(places))).scalars().all()
    reader.close()
    room = Newsroom()
    today = datetime.fromisoformat(newest)

    def day() -> str:
        return (today - timedelta(days=chance.randrange(1, 700))).date().isoformat()

    def place() -> str:
        return chance.choice(list(PROVINCES.values()))

    def month() -> int:
        return chance.randrange(1, 13)

    def person() -> str:
        return quote_plus(" ".join((chance.choice(FAMILY), chance.choice(MIDDLE), chance.choice(GIVEN))))

    def search(query: str, **more: str) -> str:
        return f"/search?q={quote_plus(query)}" + "".join(f"&{name}={value}" for name, value in more.items())

    def phrase() -> str:
        return '"' + " ".join(chance.choice(room.phrases)[:3]) + '"'

    return {
        "front page": lambda: "/",
        "front page, a province": lambda: f"/?province={place()}",
        "front page, a kind, until a day": lambda: f"/?kind={chance.choice(list(MeetingKind))}&until={day()}",
        "front page, a person": lambda: f"/?person={person()}",
        "front page, a body": lambda: f"/?body={quote_plus('UBND tỉnh ' + chance.choice(PLACES))}",
        "calendar, a month": lambda: f"/calendar?year={today.year - 1}&month={month()}",
        "calendar, a month of a province": lambda: (
            f"/calendar?province={place()}&year={today.year - 1}&month={month()}"
        ),
        "calendar, as it opens": lambda: "/calendar",
        "a person": lambda: f"/person?name={person()}",
        "a body": lambda: (
            f"/body?name={quote_plus(chance.choice(list(BODIES.values())).format(place=chance.choice(PLACES)))}"
        ),
        "a document": lambda: f"/document?number={quote_plus(f'{chance.randrange(1, 3000)}/NQ-HĐND')}",
        "provinces": lambda: "/provinces",
        "a province": lambda: f"/province?id={place()}",
        "people": lambda: "/people",
        "people of a province": lambda: f"/people?province={place()}",
        "bodies": lambda: "/bodies",
        "documents": lambda: "/documents",
        "API: names that begin so": lambda: (
            f"/api/names?q={quote_plus(chance.choice(FAMILY) + ' ' + chance.choice(MIDDLE)[0])}"
        ),
        "meetings, iCalendar": lambda: f"/feeds/meetings.ics?province={place()}",
        "meetings, CSV": lambda: f"/api/meetings.csv?province={place()}",
        "meetings, Atom": lambda: f"/meetings.atom?province={place()}",
        "search, two words": lambda: search(" ".join(chance.sample(room.words[20:400], 2))),
        "search, a rare pair": lambda: search(" ".join(chance.sample(room.words[-200:], 2))),
        "search, a common word": lambda: search(chance.choice(room.words[:20])),
        "search, a phrase": lambda: search(phrase()),
        "search, a word in one portal": lambda: search(chance.choice(room.words), portal=chance.choice(PORTALS)),
        "search, a word since a day": lambda: search(chance.choice(room.words), since=day()),
        "search, no words: newest": lambda: f"/search?province={place()}",
        "article": lambda: f"/article?id={quote_plus(chance.choice(some))}",
        "portals": lambda: "/portals",
        "a portal": lambda: f"/portal?id={chance.choice(PORTALS)}",
        "API: articles": lambda: f"/api/articles?portal={chance.choice(PORTALS)}",
        "API: meetings": lambda: f"/api/meetings?kind={chance.choice(list(MeetingKind))}",
        "API: revisions": lambda: f"/api/revisions?after={chance.randrange(last)}",
    }, today


class Asker:
    """A client with one connection, kept open."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(self, path: str) -> str:
        """The answer's status, or the error's name."""
        try:
            self._connection.request("GET", path, headers={"Accept-Language": "vi"})
            answer = self._connection.getresponse()
            answer.read()
            return str(answer.status)
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            return type(error).__name__


def measure(port: int, found: Paths) -> None:
    """Print the times of each kind of page, one request after the other."""
    asker = Asker(port)
    print("                                     median      95 %   slowest   answers")
    for name, path in found.items():
        times, answers = [], Counter[str]()
        asker.ask(path())
        for _ in range(TRIES):
            asked = path()
            begin = time.perf_counter()
            answers[asker.ask(asked)] += 1
            times.append((time.perf_counter() - begin) * 1000)
        times.sort()
        print(
            f"  {name:32} {statistics.median(times):7.1f} ms {times[int(TRIES * 0.95)]:6.1f} ms {times[-1]:6.1f} ms"
            f"   {', '.join(f'{count} × {answer}' for answer, count in answers.items())}",
            flush=True,
        )


# What people and programs ask for under load, by weight: the console's pages as readers go through them, and feeds.
MIX = {
    "front page": 25,
    "front page, a province": 15,
    "article": 30,
    "search, two words": 5,
    "search, a phrase": 3,
    "search, no words: newest": 5,
    "meetings, Atom": 10,
    "portals": 4,
    "calendar, a month": 3,
}


def load(port: int, found: Paths, rate: int, seconds: int, chance: random.Random) -> None:
    """Print what becomes of `rate` requests a second for so many seconds; each is timed from when it was due."""
    names = chance.choices(list(MIX), list(MIX.values()), k=rate * seconds)
    begin = time.perf_counter() + 0.2
    due: Queue[tuple[float, str]] = Queue()
    for place, name in enumerate(names):
        due.put((begin + place / rate, found[name]()))
    answers, times = Counter[str](), []

    def ask() -> None:
        asker = Asker(port)
        while True:
            try:
                at, path = due.get_nowait()
            except Empty:
                return
            time.sleep(max(0.0, at - time.perf_counter()))
            answers[asker.ask(path)] += 1
            times.append((time.perf_counter() - at) * 1000)

    threads = [threading.Thread(target=ask) for _ in range(ASKING)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    took = time.perf_counter() - begin
    times.sort()
    print(
        f"  {rate} requests a second for {seconds} s: {len(times) / took:.0f} answered a second;"
        f" median {statistics.median(times):.1f} ms, 95 % {times[int(len(times) * 0.95)]:.1f} ms,"
        f" slowest {times[-1]:.0f} ms; {', '.join(f'{count:,} × {answer}' for answer, count in answers.items())}"
    )


@contextmanager
def filled(count: int) -> Iterator[str]:
    """A store on SQLite with so many articles."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/tintinh.db"
        store = Store.open(url)
        fill(store, count)
        store.close()
        yield url


def main() -> int:
    """Measure the console over one store."""
    parser = argparse.ArgumentParser()
    parser.add_argument("url", nargs="?", help="of the store, as --database takes it")
    parser.add_argument("--rate", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=60, help="of steady load; 0: none")
    parser.add_argument("--only", nargs="*", default=[""], help="words of the kinds of pages to measure")
    options = parser.parse_args()
    chance = random.Random(9)
    with nullcontext(options.url) if options.url else filled(50_000) as url:
        found, today = pages(url, chance)
        with console(url, today) as port:
            measure(port, {name: path for name, path in found.items() if any(word in name for word in options.only)})
            if options.seconds:
                load(port, found, options.rate, options.seconds, chance)
    return 0


if __name__ == "__main__":
    sys.exit(main())
