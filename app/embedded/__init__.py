"""The parts of the outside world that ./ventanilla run brings along: servers, sinks and who keeps them alive."""
