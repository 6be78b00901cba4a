/** A request that the host turns down by itself; the message, already in the user's language, says what to do. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
