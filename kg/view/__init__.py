"""How the graph looks in pictures: where nodes stand, their colours and sizes."""
