"""Every queue has a worker."""

import workers.operators
from app import operators
from app.embedded import office
from workers import schedule


def test_every_queue_of_an_operator_or_of_beat_has_a_worker() -> None:
    workers.operators.load()

    asked = {one.queue for one in operators.CATALOGUE.values()}
    asked |= {entry.get("options", {}).get("queue", "default") for entry in schedule.SCHEDULE.values()}

    assert asked <= set(office.QUEUES)
