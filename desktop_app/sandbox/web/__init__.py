"""The training portal's pages for a browser, over plain HTTP on the loopback interface."""
