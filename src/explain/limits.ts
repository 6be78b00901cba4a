/** The thresholds of all claims. None is tuned on anything: each says why it is what it is. */

/** From here on one word has more of the attention than all others together: "most of its attention" is then literally so. */
export const MAJORITY = 0.5;

/**
 * From here on a source word is a partner of a target word. Four words can have a quarter each; a word that gives none of
 * them so much is spread over at least five, the end mark among them.
 */
export const PARTNER = 0.25;

/** Below it, any other word was likelier, all others taken together. */
export const UNSURE = 0.5;

/** Words of a phrase that, standing twice in a sentence, is taken for a repetition: two ("of the") often are not. */
export const PHRASE = 3;
