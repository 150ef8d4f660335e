/** What was written of each kind of a thing. Who goes through the kinds by keyboard, or chooses one by mistake, finds again what they had written of the one that they come back to. */
export class Parts<T> {
  readonly #written = new Map<string, T>();

  /** What stands in the form once it is of the kind `to`: what was written of it before, else `empty`. What is written of the kind that it has been is kept. */
  change(from: string, written: T, to: string, empty: T): T {
    this.#written.set(from, written);
    return this.#written.get(to) ?? empty;
  }
}
