"""What the workflow asks of the package: what a job is, needs, rests on and leaves."""
