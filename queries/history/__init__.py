"""How a thing developed: what is known of it, in the order of time."""
