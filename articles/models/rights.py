"""What a photo may be used for, and how it was made: the words that the photo desk chooses from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Licence(models.TextChoices):
    """On what ground the newsroom prints a photo."""

    OWN = "own", _("our own work or pool")
    AGENCY = "agency", _("agency subscription")
    PERMISSION = "permission", _("by permission of the owner")
    CC0 = "cc0", _("Creative Commons Zero")
    CC_BY = "cc-by", _("Creative Commons BY")
    CC_BY_SA = "cc-by-sa", _("Creative Commons BY-SA")
    CC_BY_ND = "cc-by-nd", _("Creative Commons BY-ND")
    CC_BY_NC = "cc-by-nc", _("Creative Commons BY-NC")
    CC_BY_NC_SA = "cc-by-nc-sa", _("Creative Commons BY-NC-SA")
    CC_BY_NC_ND = "cc-by-nc-nd", _("Creative Commons BY-NC-ND")
    PUBLIC_DOMAIN = "public-domain", _("public domain")
    UNKNOWN = "unknown", _("not known")


class DigitalSource(models.TextChoices):
    """How a picture came to be: codes of IPTC's Digital Source Type vocabulary (CONVENTIONS P5, I14).

    Their full form is http://cv.iptc.org/newscodes/digitalsourcetype/<code>.
    """

    CAPTURE = "digitalCapture", _("taken with a digital camera")
    COMPUTATIONAL = "computationalCapture", _("taken with a camera that computes, as of a telephone")
    FILM = "negativeFilm", _("scanned from film")
    PRINT = "print", _("scanned from a print")
    HUMAN_EDITS = "humanEdits", _("altered by a person")
    COMPOSITE_CAPTURE = "compositeCapture", _("put together from several photos")
    ALGORITHMICALLY_ENHANCED = "algorithmicallyEnhanced", _("enhanced by software")
    ART = "digitalCreation", _("drawn by a person")
    DATA_DRIVEN = "dataDrivenMedia", _("drawn from data")
    SCREEN = "screenCapture", _("captured from a screen")
    ALGORITHMIC = "algorithmicMedia", _("made by software without training data")
    COMPOSITE = "composite", _("put together from several sources")
    COMPOSITE_SYNTHETIC = "compositeSynthetic", _("put together, in part artificial")
    COMPOSITE_WITH_AI = "compositeWithTrainedAlgorithmicMedia", _("altered with artificial intelligence")
    AI = "trainedAlgorithmicMedia", _("made by artificial intelligence")


# What readers are told at the picture (CONVENTIONS I14); the others are a photographer's or a draughtsman's own.
MADE_WITH_AI = frozenset({DigitalSource.AI, DigitalSource.ALGORITHMIC})
ALTERED_WITH_AI = frozenset({DigitalSource.COMPOSITE_SYNTHETIC, DigitalSource.COMPOSITE_WITH_AI})
SYNTHETIC = MADE_WITH_AI | ALTERED_WITH_AI


def ai_note(digital_source_type):
    """The note that stands at a picture which software has made or altered; empty for any other."""
    if digital_source_type in MADE_WITH_AI:
        return _("Picture made with AI")
    return _("Picture altered with AI") if digital_source_type in ALTERED_WITH_AI else ""
