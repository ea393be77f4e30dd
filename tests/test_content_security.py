"""The policy of a response is django-csp's, written once where no view adds to it."""

import pytest
from csp.constants import HEADER
from csp.decorators import csp_exempt, csp_update
from csp.middleware import CSPMiddleware
from django.http import HttpResponse

from newsroom.content_security import ContentSecurityPolicyMiddleware


def plain(request):
    return HttpResponse()


def with_nonce(request):
    return HttpResponse(str(request.csp_nonce))


def with_a_header_of_its_own(request):
    return HttpResponse(headers={HEADER: "default-src 'none'"})


def unknown(request):
    return HttpResponse(status=404)


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize(
    "view",
    [
        plain,
        unknown,
        with_nonce,
        with_a_header_of_its_own,
        csp_update({"img-src": ["blob:"]})(plain),
        csp_exempt()(plain),
    ],
)
def test_the_header_is_that_of_django_csp(rf, view, debug, settings, monkeypatch):
    settings.DEBUG = debug
    monkeypatch.setattr("os.urandom", lambda size: b"\0" * size)
    ours, theirs = (
        middleware(view)(rf.get("/")).headers.get(HEADER)
        for middleware in (ContentSecurityPolicyMiddleware, CSPMiddleware)
    )

    def parts(policy):
        return policy and sorted(policy.split("; "))

    assert parts(ours) == parts(theirs)
