"""The Django project: settings, addresses, what every answer carries, what is unsafe.

In: environment variables and files. Out: a configured application. The promise: environment
variables are read here and nowhere else, and a value that cannot be used stops the start with
the variable's name and what it accepts.
"""
