"""A plan as plain text of 72 columns: for a file that somebody takes along, and for a terminal."""

from collections.abc import Iterator, Mapping
from datetime import date
from textwrap import wrap

from takeback.guidance.explained import ExplainedPlan, ExplainedStep, written
from takeback.guidance.wording import load_words
from takeback.sources.providers import Provider, to_check_first
from takeback.sources.services import Service

COLUMNS = 72  # fits a mail, a terminal and a printed page in a fixed-width type


def as_text(explained: ExplainedPlan, *, today: date, language: str = "en") -> str:
    """Return the plan as plain text of 72 columns, for a file or a terminal.

    A web address that is longer stands whole in a line of its own. `today` stands at the end, so
    that somebody who finds the text later knows how old it is.
    """
    labels = load_words(language).labels
    lines = ["", *_wrapped("", explained.danger)]
    for group in explained.groups:
        lines += ["", labels[group.name].upper(), "=" * len(labels[group.name])]
        for step in group.steps:
            lines += ["", *_step_lines(step, labels, today=today)]
    for label, sentences in (
        ("never", explained.never),
        ("ask_next", tuple(ask.words for ask in explained.ask_next)),
        ("sources", tuple(_source_lines(explained, labels))),
    ):
        if sentences:
            lines += ["", labels[label].upper(), "=" * len(labels[label]), ""]
            lines += [line for sentence in sentences for line in _wrapped("- ", sentence)]
    lines += ["", *_wrapped("", labels["made_on"].format(date=written(today)))]
    return "\n".join(lines[1:]) + "\n"


def _step_lines(step: ExplainedStep, labels: Mapping[str, str], *, today: date) -> Iterator[str]:
    yield from _wrapped("", step.title)
    yield from _wrapped("  ", f"{labels['who']}: {step.who}")
    for number, how in enumerate(step.how, start=1):
        yield from _wrapped(f"  {number}. ", how)
    for provider in step.providers:
        yield from _provider_lines(step, provider, labels, today=today)
    for service in step.services:
        yield from _wrapped("  > ", _service_line(service, step.check_first, labels))
    yield from _wrapped("  ", f"{labels['time']}: {step.time}")
    yield from _wrapped("  ", f"{labels['expect']}: {step.expect}")
    if step.because:
        yield from _wrapped("  ", f"{labels['because']}: {' '.join(step.because)}")
    for note in step.laws:
        yield from _wrapped("  ", f"{note.law.name}: {note.law.says} {note.words}")


def _provider_lines(
    step: ExplainedStep, provider: Provider, labels: Mapping[str, str], *, today: date
) -> Iterator[str]:
    yield from _wrapped("  * ", _route(step, provider, labels, today=today))
    evidence = f"{labels['evidence']}: {', '.join(provider.evidence)}." if provider.evidence else ""
    for said in (provider.minor_route, provider.note, evidence):
        if said:
            yield from _wrapped("    ", said)


def _route(
    step: ExplainedStep, provider: Provider, labels: Mapping[str, str], *, today: date
) -> str:
    asked, ways = {"in_app", "web_form"}, (provider.web_form, provider.email, provider.phone)
    route = (*provider.in_app, *(way for way in ways if way is not None))
    if step.step == "intimate_image_notice" and provider.notice_form is not None:
        asked, route = {"notice_form"}, (provider.notice_form,)
    unsure = any(to_check_first(provider, field, today=today) for field in asked)
    doubt = f" ({labels['source_from_memory']})" if unsure else ""
    return f"{provider.name}{doubt}: {' '.join(route)}"


def _service_line(service: Service, check_first: frozenset[str], labels: Mapping[str, str]) -> str:
    ways = [service.phone, service.text, service.email, service.address, service.hours]
    said = f"{service.name}: {', '.join(way for way in ways if way)}"
    return f"{said} ({labels['check_first']})" if service.id in check_first else said


def _source_lines(explained: ExplainedPlan, labels: Mapping[str, str]) -> Iterator[str]:
    steps = (step for group in explained.groups for step in group.steps)
    for source in dict.fromkeys(source for step in steps for source in step.sources):
        label = "source_read" if source.confidence == "checked" else "source_from_memory"
        seen = labels[label].format(date=written(source.read_on))
        yield f"{source.says} {source.publisher}, {source.address} ({seen})"


def _wrapped(before: str, said: str) -> list[str]:
    return wrap(
        said,
        COLUMNS,
        initial_indent=before,
        subsequent_indent=" " * len(before),
        break_long_words=False,
        break_on_hyphens=False,
    )
