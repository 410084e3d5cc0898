"""The demonstration drive: it uses the office as people do, over HTTP and page by page, and knows none of its code."""
