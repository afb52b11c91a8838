"""What benches/run and benches/worst share. Python 3.9 or newer, standard library only."""
