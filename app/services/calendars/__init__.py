"""Calendars: schedules with their rules, days off, who attends what."""
