"""Addresses, TLS, one-off fetches, the circuit breaker, the browser."""
