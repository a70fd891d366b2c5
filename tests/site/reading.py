"""What a browser, and what a reader, makes of a page."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

# What is in one of these stands in a line of its own, and so ends a sentence.
BLOCKS = frozenset(
    ["br", "button", "dd", "div", "dt", "h1", "h2", "h3", "label", "legend", "li", "p", "summary"]
)
UNREAD = frozenset(["script", "style"])
NO_END = frozenset(["br", "img", "input", "link", "meta"])
# A browser loads these addresses by itself; an `a` only when it is pressed.
LOADING = {
    "href": frozenset({"link"}),
    "src": frozenset(["img", "script", "iframe", "source", "video"]),
}


@dataclass
class Page(HTMLParser):
    """One parsed page: its title, headings, main text and what it makes a browser load."""

    html: str
    title: str = ""
    headings: int = 0
    lang: str | None = None
    loads: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    attributes: set[str] = field(default_factory=set)
    inline: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    labelled: set[str] = field(default_factory=set)
    main: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.attributes |= set(values)
        if tag not in NO_END:
            self._open.append(tag)
        if tag in BLOCKS:
            self.main.append("\n")
        if tag == "h1":
            self.headings += 1
        if tag == "html":
            self.lang = values.get("lang")
        if tag == "a":
            self.links.append(values["href"])
        if tag == "label":
            self.labelled.add(values["for"])
        if tag in {"input", "select", "textarea"} and values.get("type") != "hidden":
            self.fields.append(values.get("id", ""))
        self.loads += [
            values[name] for name, tags in LOADING.items() if tag in tags and name in values
        ]

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass
        if tag in BLOCKS:
            self.main.append("\n")

    def handle_data(self, data: str) -> None:
        if "title" in self._open:
            self.title += data
        if set(self._open) & UNREAD:
            self.inline += [data] if data.strip() else []
        elif "main" in self._open:
            self.main.append(data)

    @property
    def words(self) -> str:
        """The main text in sentences: a heading or list item counts as one."""
        lines = (re.sub(r"\s+", " ", line).strip() for line in "".join(self.main).split("\n"))
        return " ".join(line if line[-1] in ".?!:" else f"{line}." for line in lines if line)
