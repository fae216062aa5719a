"""Options and words that every verdict on a certificate or signature shares."""

from __future__ import annotations

from argparse import Namespace

from desktop_app.cli.words import Words
from desktop_app.core.verdicts import Verdict
from desktop_app.services.signing_report import TrustOptions


def trust_options(options: Namespace) -> TrustOptions:
    """Return whom to trust, and when, as the command line says."""
    return TrustOptions(
        anchors=options.anchors,
        intermediates=options.intermediates,
        crls=options.crls,
        at=options.at,
        offline=options.offline,
        stamp_anchors=getattr(options, "tsa_anchors", None),
    )


def verdict_line(verdict: Verdict, words: Words) -> str:
    """Return a verdict as a sign and words."""
    return f"{verdict_sign(verdict)} {words.state('verdict', verdict)}"


def verdict_sign(verdict: Verdict) -> str:
    """Return a verdict as one sign."""
    return {Verdict.GOOD: "✓", Verdict.BAD: "✕", Verdict.UNKNOWN: "?"}[verdict]
