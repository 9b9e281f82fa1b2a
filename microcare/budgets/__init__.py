"""The money a person sets aside to use here: their own word, in instalments as it falls due."""
