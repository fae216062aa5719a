"""The portal: contract, HTTP client, session and failures."""
