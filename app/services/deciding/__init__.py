"""Deciding: drafts in the folder of a body, signed or given back; automated acts; who may decide what."""
