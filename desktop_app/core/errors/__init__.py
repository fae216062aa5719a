"""The one tree of errors.

NmoError
├── TokenError            drivers, tokens, keys: tokens.py
│   └── DriverError
├── PinError              tokens.py
├── InputError            unreadable input: inputs.py
├── ChoiceError           inputs.py, papers.py
├── CertificateUnfitError inputs.py
├── PortalError           portal and network: portal.py
│   └── TimeStampError    signatures.py
├── RefusedError          the portal said no: portal.py
├── DiagnosisError        diagnosis.py
├── StateError            this computer: state.py
└── UnexpectedError       state.py

The outbox's errors (outbox.py) belong to the branches of input, choice, refusal and state,
those of the login through the browser (browser_login.py) to portal, refusal and state, those of
codes (confirmations.py) to refusal and input.

The errors of passport, registration and registers (registers.py) belong to the branches of
choice, input and refusal; those of requests to support (support.py) to choice, input and state.

Cancelling is not an error: see ``core.cancellation.Cancelled``. Import a class from the
module that defines it; this package re-exports only the root.
"""

from desktop_app.core.errors.base import NmoError, concrete_errors, error_from

__all__ = ["NmoError", "concrete_errors", "error_from"]
