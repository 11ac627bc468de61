"""Words that are planted in a vault and must not be found after a lock."""

SECRET = "plum harbour lantern seven"
SUMMARY = "Zorblatt Quixley fell from the mezzanine."
RECORD = "Wexforth Yandel complains of vrisping pain in the kloomar joint."
NUMBER = "CM26-0000321"
