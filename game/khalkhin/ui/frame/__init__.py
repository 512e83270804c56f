"""The window as desktop and player meet it: which input counts, how large it is and where. Imports `scene`."""
