"""Legal time of cases: terms that begin, pause, are extended, met or run out, and what people are told of them."""
