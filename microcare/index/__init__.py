"""Search documents, and two engines that find them. Knows documents, never listings."""
