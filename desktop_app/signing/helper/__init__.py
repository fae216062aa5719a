"""The helper process: the only code that imports pkcs11."""
