"""Label Studio: the labelling configuration, tasks out, and its export back in."""
