"""Data files for tests."""

from pathlib import Path

SERVICE = """
[[service]]
id = "somebody"
name = "Somebody"
does = "Listens."
publisher = "A charity"
address = "https://example.org/help"
phone = "0800 1111"
nations = ["ENG", "WAL"]
source = "Their own page says so."
read_on = 2026-11-22
confidence = "checked"
review_by = 2027-05-22
"""
STATEMENT = """
[[statement]]
id = "stay_calm"
says = "Stay calm."
publisher = "A charity"
address = "https://example.org/calm"
read_on = 2026-11-22
confidence = "memory"
review_by = 2027-11-22
"""
PROVIDER = """
[[provider]]
id = "chatter"
name = "Chatter"
kind = "messaging"
in_app = ["Hold the message.", "Choose Report."]
account = "not needed"
take_it_down = "yes"
stopncii = "unknown"
iwf = "no"
e2ee = "partial"
unsure = ["in_app", "iwf"]
publisher = "Chatter help"
address = "https://example.org/report"
read_on = 2026-11-22
confidence = "checked"
review_by = 2027-02-20
"""
LAW = """
[[law]]
id = "two_days"
name = "An Act"
says = "Sites have two days."
nations = ["ENG", "WAL"]
in_force = "yes"
since = 2026-12-01
publisher = "A parliament"
address = "https://example.org/act"
read_on = 2026-11-22
confidence = "checked"
review_by = 2027-05-22
"""


def write(folder: Path, name: str, *, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
