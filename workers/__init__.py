"""What runs later or elsewhere: Celery tasks and operators."""
