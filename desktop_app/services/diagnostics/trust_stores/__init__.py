"""Reading the trust stores of systems, browsers and providers; nothing here writes."""
