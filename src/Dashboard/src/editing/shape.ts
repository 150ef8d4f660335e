import type { FieldProblem } from "../api/problem";

/** What a form must find in a document to show it: less than what the service asks of one, which says the rest itself. */
export type Shape = "string" | "number" | "boolean" | { readonly list: Shape } | { readonly record: Shape } | { readonly fields: Readonly<Record<string, Shape>>; readonly required: readonly string[] };

const words = { string: "text", number: "a number", boolean: "true or false" } as const;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);

/** Where a value is of another shape, each place with its path, such as `steps[1].dependsOn`. Fields that are absent or null are in order unless they are required; others than those named are. */
export function misfits(value: unknown, shape: Shape, path = ""): readonly FieldProblem[] {
  if (typeof shape === "string") {
    return typeof value === shape ? [] : [{ path, message: `The form needs ${words[shape]} here.` }];
  }

  if ("list" in shape) {
    return Array.isArray(value) ? value.flatMap((item, index) => misfits(item, shape.list, `${path}[${index}]`)) : [{ path, message: "The form needs a list here." }];
  }

  if (!isObject(value)) {
    return [{ path, message: path === "" ? "The document must be a JSON object, in braces." : "The form needs an object here, in braces." }];
  }

  const below = (name: string) => (path === "" ? name : `${path}.${name}`);
  if ("record" in shape) {
    return Object.entries(value).flatMap(([name, item]) => misfits(item, shape.record, below(name)));
  }

  return Object.entries(shape.fields).flatMap(([name, field]) => {
    const item = value[name] ?? null;
    return item !== null ? misfits(item, field, below(name)) : shape.required.includes(name) ? [{ path: below(name), message: `The form needs '${name}' here.` }] : [];
  });
}
