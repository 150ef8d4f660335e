import { Problem, type FieldProblem } from "../api/problem";

/** What is said against a document, by field. */
export class Faults {
  private constructor(
    readonly all: readonly FieldProblem[],
    readonly general: string | null,
    /** Another version is stored than the one that was edited. */
    readonly isOvertaken = false,
  ) {}

  static readonly none = new Faults([], null);

  /** Of fields alone. */
  static at(fields: readonly FieldProblem[]): Faults {
    return new Faults(fields, null);
  }

  static of(error: Error): Faults {
    if (error instanceof Problem && error.status === 412) {
      return new Faults([], "It has changed since you opened it; nothing is saved.", true);
    }

    const fields = error instanceof Problem ? error.fields : [];
    return new Faults(fields, fields.length > 0 ? null : error.message);
  }

  get isEmpty() {
    return this.all.length === 0 && this.general === null;
  }

  /** Of this field alone. */
  at(path: string): string | undefined {
    return this.all.filter((fault) => fault.path === path).map((fault) => fault.message).join(" ") || undefined;
  }

  /** Those that no field of the form shows. */
  besides(paths: (path: string) => boolean): readonly FieldProblem[] {
    return this.all.filter((fault) => !paths(fault.path));
  }
}
