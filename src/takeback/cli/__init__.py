"""The `takeback` command: running an instance, and what a partner does on its own machines.

In: arguments, picture files on this machine, a registry's answers. Out: lines of text, or with
`--json` one JSON object a line, and an exit code that others script against. The promise: a
picture is read here and its fingerprints leave; the picture never does.

One file a subcommand. `pictures` reads picture files, `processes` keeps the web server and the
worker running.
"""
