"""The community catalyst's desk: works what the directory holds, in their own patches."""
