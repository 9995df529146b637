"""What a page says, in the language of the lab: FeedbackWords.java has these sentences and their translations."""

WORDS = {}


def use(words):
    """Takes the translations of the next page, by the English."""
    WORDS.clear()
    WORDS.update(words)


def said(english, *values):
    """Returns a sentence with its values."""
    return WORDS.get(english, english) % values
