"""Signatures: asked for, consented to, made; on a screen or on paper."""
