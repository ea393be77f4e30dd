"""The site with a count of what it builds: each response that comes from Django carries in X-Built how many there were before it."""

import itertools

from newsroom import wsgi

numbers = itertools.count(1)
django_application = wsgi.page_cache.application


def counted(environ, start_response):
    number = next(numbers)

    def start(status, headers, exc_info=None):
        return start_response(status, [*headers, ("X-Built", str(number))], exc_info)

    return django_application(environ, start)


wsgi.page_cache.application = counted
application = wsgi.application
