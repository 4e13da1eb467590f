"""Where everything on a picture is drawn."""
