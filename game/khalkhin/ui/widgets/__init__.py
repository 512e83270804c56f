"""Controls, dialogs, lists of rows, tooltips, fonts and colours. Imports no other room of the window."""
