"""The desk as a person uses it: open a form, type into it, press a button."""

from django.forms import CheckboxInput
from django.urls import reverse

ADD = "/admin/articles/article/add/"


def change_url(thing):
    return reverse(f"admin:{thing._meta.label_lower.replace('.', '_')}_change", args=[thing.pk])


def shown(response):
    """What a browser would send back from the form that *response* shows, if nobody touched it."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    sent = {}
    for form in forms:
        for field in form:
            value = field.field.widget.format_value(field.value())
            if isinstance(field.field.widget, CheckboxInput):
                value = bool(field.value())
            if isinstance(value, list) and not getattr(field.field.widget, "allow_multiple_selected", False):
                value = value[0] if value else ""
            if value not in (None, False):
                sent[field.html_name] = value
            if field.field.show_hidden_initial:
                sent[field.html_initial_name] = "" if field.value() is None else str(field.value())
    return {name: "on" if value is True else value for name, value in sent.items() if value != "False"}


def press(client, url, button="_continue", **typed):
    """Open the form at *url*, type, press *button*; returns the page that follows."""
    return client.post(url, {**shown(client.get(url)), **typed, button: "1"}, follow=True)


def messages(response):
    return [str(message) for message in response.context["messages"]]
