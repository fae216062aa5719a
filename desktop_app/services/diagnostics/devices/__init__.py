"""How each system shows USB devices, the smart-card service and who uses it."""
