"""BPMN: parse, check and run diagrams. The only importer of SpiffWorkflow."""
