"""How the graph looks: where nodes stand, their colours and words, and the explorer that shows them."""
