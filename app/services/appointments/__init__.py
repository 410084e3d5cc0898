"""Appointments: which hours are free, how they are booked, what is done with a booked one, who is told."""
