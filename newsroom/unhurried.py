"""Django at the back of the page cache: before each query of a page that is built for all it gives way to hits."""

from django.db import connection


def unhurried(application):
    """WSGI middleware around Django; the page cache tells in the request how to give way."""

    def run(environ, start_response):
        give_way = environ.get("newsroom.give_way")
        if give_way is None:
            return application(environ, start_response)

        def execute_later(execute, *arguments):
            give_way()
            return execute(*arguments)

        with connection.execute_wrapper(execute_later):
            return application(environ, start_response)

    return run
