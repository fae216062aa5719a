"""The helper process: the only code that calls PKCS#11 drivers."""
