"""Hand-ins as they arrive: found, told apart, read. Nothing of a student is ever run or unpacked."""
