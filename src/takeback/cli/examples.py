"""Examples for `--help` and the reference: what people mostly type, ready to be changed."""

EXAMPLES = {
    "serve": ("takeback serve", "takeback serve --port 9000 --data /srv/takeback/data"),
    "check": ("takeback check --data /srv/takeback/data",),
    "demo": ("takeback demo", "takeback demo --remove"),
    "restored": ("takeback restored --data /srv/takeback/data",),
    "partner add": ('takeback partner add "Example Videos"',),
    "partner add-key": ('takeback partner add-key "Example Videos"',),
    "partner list": ("takeback partner list --json",),
    "partner revoke": ('takeback partner revoke "Example Videos" --key-id 0123456789ab',),
    "entry suspended": ("takeback entry suspended",),
    "entry suspend": ("takeback entry suspend mf4q2bzi5v7kx3w6tn2yaeuoqe",),
    "entry resume": ("takeback entry resume mf4q2bzi5v7kx3w6tn2yaeuoqe",),
    "list pull": (
        "takeback list pull --url https://help.example.org --key-file registry.key "
        "--to list.sqlite3",
    ),
    "list check": ("takeback list check list.sqlite3",),
    "plan": (
        "takeback plan --facts facts.yaml",
        """echo '{"asker": "parent", "threatened": true}' | takeback plan --facts - --json""",
        "takeback plan --list-facts",
    ),
    "fingerprint": (
        "takeback fingerprint photo.jpg",
        "takeback fingerprint *.jpg --json",
        "takeback fingerprint clip.mp4 --vpdq clip.txt",
    ),
    "match": (
        "takeback match upload.jpg --list list.sqlite3",
        "takeback match --list list.sqlite3 --json -- *.jpg",
        "takeback match --list list.sqlite3 --fingerprints uploads.txt",
    ),
    "scan": (
        "takeback scan uploads --list list.sqlite3 --out found.jsonl",
        "takeback scan uploads --list list.sqlite3 --effort 1",
        "takeback scan 's3://archive/2026/**/*.jpg' --list list.sqlite3 --out found.parquet",
        "takeback scan --paths files.txt --list list.sqlite3 --engine ray --workers 32",
    ),
    "feedback": (
        "takeback feedback --url https://help.example.org --key-file registry.key "
        "--entry mf4q2bzi5v7kx3w6tn2yaeuoqe --outcome removed --count 3",
    ),
}


def as_epilog(command: str) -> str:
    """Return what stands under a command's help."""
    lines = "\n\n".join(f"`{example}`" for example in EXAMPLES[command])
    return f"For example:\n\n{lines}"
