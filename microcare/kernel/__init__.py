"""What everything rests on. No Flask here: base table class, money, clock, ids, errors, words."""
