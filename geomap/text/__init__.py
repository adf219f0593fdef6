"""What every stage that reads text needs to know about it: words, sentences, kinds of place."""
