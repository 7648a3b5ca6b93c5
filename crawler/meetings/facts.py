"""What stands in lists in a meeting's record: people, documents, figures, acts and tasks, each with its evidence."""

from __future__ import annotations

from crawler.meetings.attendees import attendees as attendees_of
from crawler.meetings.attendees import find_attendances
from crawler.meetings.chairs import find_chairs
from crawler.meetings.decisions import Passed, find_passed
from crawler.meetings.documents import find_documents
from crawler.meetings.figures import find_figures
from crawler.meetings.notes import Notes
from crawler.meetings.participants import find_participants
from crawler.meetings.people import Mention
from crawler.meetings.personnel import Appointed, find_appointments
from crawler.meetings.sittings import acting_body
from crawler.meetings.tasks import find_tasks
from crawler.model.items import Act, DocumentCited, Figure, Meeting, Participant, Person, Task


def read_people_present(meeting: Meeting, notes: Notes) -> None:
    """Chairs, attendees, and all who took part with their roles."""
    body = notes.texts.body
    chairs = find_chairs(body)
    names = {body.low[slice(*mention.name)] for mention in chairs}
    meeting.chairs = _persons(notes, "chairs", chairs)
    attendances = find_attendances(body)
    attendees = [m for m in attendees_of(body, attendances) if body.low[slice(*m.name)] not in names]
    meeting.attendees = _persons(notes, "attendees", attendees)
    for index, taking in enumerate(find_participants(body, chairs, attendances)):
        field = f"participants.{index}"
        meeting.participants.append(
            Participant(
                name=notes.body(field, taking.name),
                type=taking.type,
                role=taking.role,
                posts=[notes.body(f"{field}.posts.{at}", post) for at, post in enumerate(taking.posts)],
                said=notes.maybe(f"{field}.said", taking.said),
            )
        )


def _persons(notes: Notes, field: str, mentions: list[Mention]) -> list[Person]:
    persons = []
    for index, mention in enumerate(mentions):
        name = notes.body(f"{field}.{index}", mention.name)
        posts = [notes.body(f"{field}.{index}.posts.{at}", post) for at, post in enumerate(mention.posts)]
        persons.append(Person(name=name, posts=posts))
    return persons


def read_acts(meeting: Meeting, notes: Notes) -> None:
    """Personnel acts, then documents passed, in the order of the text."""
    body = notes.texts.body
    stated: list[Appointed | Passed] = [*find_appointments(body), *find_passed(body)]
    for index, done in enumerate(sorted(stated, key=lambda done: done.act)):
        field = f"acts.{index}"
        act = Act(type="decision", act=notes.body(f"{field}.act", done.act).lower())
        if isinstance(done, Appointed):
            act.type = "personnel"
            act.person = notes.body(f"{field}.person", done.person)
            act.post = notes.body(f"{field}.post", done.post)
            act.from_posts = [notes.body(f"{field}.from_posts.{at}", post) for at, post in enumerate(done.from_posts)]
        else:
            act.kind = notes.body(f"{field}.kind", done.kind)
            act.number = notes.maybe(f"{field}.number", done.number)
            act.title = notes.maybe(f"{field}.title", done.title)
        act.vote = notes.maybe(f"{field}.vote", done.vote)
        act.body = notes.maybe(f"{field}.body", acting_body(body, done.act[0]))
        meeting.acts.append(act)


def read_tasks(meeting: Meeting, notes: Notes) -> None:
    """What was asked of whom, and by when."""
    for index, asked in enumerate(find_tasks(notes.texts.body)):
        field = f"tasks.{index}"
        meeting.tasks.append(
            Task(
                addressee=notes.body(f"{field}.addressee", asked.to),
                text=notes.body(f"{field}.text", asked.text),
                deadline=notes.maybe(f"{field}.deadline", asked.deadline),
            )
        )


def read_documents(meeting: Meeting, notes: Notes) -> None:
    """Numbered documents that the report cites."""
    for index, cited in enumerate(find_documents(notes.texts.body)):
        field = f"documents_cited.{index}"
        notes.body(field, cited.symbol)
        document = DocumentCited(number=cited.number, date=cited.issued)
        document.kind = notes.maybe(f"{field}.kind", cited.kind)
        if cited.issued_span:
            notes.body(f"{field}.date", cited.issued_span)
        document.issuer = notes.maybe(f"{field}.issuer", cited.issuer)
        document.title = notes.maybe(f"{field}.title", cited.title)
        meeting.documents_cited.append(document)


def read_figures(meeting: Meeting, notes: Notes) -> None:
    """Numbers with what they are of."""
    for index, stated in enumerate(find_figures(notes.texts.body)):
        field = f"figures.{index}"
        figure = Figure(value=stated.value, text=notes.body(field, stated.span))
        figure.unit = notes.body(f"{field}.unit", stated.unit)
        figure.what = notes.maybe(f"{field}.what", stated.what)
        figure.change = notes.maybe(f"{field}.change", stated.change)
        figure.compared_with = notes.maybe(f"{field}.compared_with", stated.compared_with)
        figure.hedge = notes.maybe(f"{field}.hedge", stated.hedge)
        if stated.whole:
            figure.whole = stated.whole[0]
            notes.body(f"{field}.whole", stated.whole[1])
        if stated.upper:
            figure.upper = stated.upper[0]
            notes.body(f"{field}.upper", stated.upper[1])
        meeting.figures.append(figure)
