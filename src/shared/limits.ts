/** The longest text, in UTF-16 code units, that one request translates. */
export const MAX_CHARACTERS = 20_000;

/** A comparison reads the front of a text only: many models take their time over every sentence. */
export const COMPARED = { sentences: 3, characters: 400 };
