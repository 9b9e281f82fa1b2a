"""Where things are: the gazetteer, the geocoders, councils, and catalysts' patches."""
