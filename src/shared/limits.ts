/** The longest text, in UTF-16 code units, that one request translates. */
export const MAX_CHARACTERS = 20_000;
