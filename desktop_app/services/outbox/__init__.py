"""The outbox: accepting documents, delivering them once, handing them to another computer."""
