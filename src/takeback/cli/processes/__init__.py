"""The processes of `takeback serve`: a parent that watches, the web server and the worker."""
