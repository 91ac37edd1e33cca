"""Who talks: the only folder that sends."""
