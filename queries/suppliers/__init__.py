"""Who makes a product, nearest first."""
