/**
 * Where the value at a path such as `steps[1].dependsOn[0]` begins in a JSON text: its line, from 1. A path that leads to nothing gets the line of what it last found,
 * for that is where something is missing. The text is valid JSON.
 */
export function lineOf(text: string, path: string): number {
  const keys = [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map((match) => match[2] ?? match[1]!);
  let at = 0;
  let found = 0;

  const blank = () => {
    while (at < text.length && " \t\r\n".includes(text[at]!)) {
      at++;
    }
  };

  const string = (): string => {
    const start = at++;
    while (text[at] !== '"') {
      at += text[at] === "\\" ? 2 : 1;
    }

    at++;
    return JSON.parse(text.slice(start, at)) as string;
  };

  /** Reads over a value; null for a value that is off the path. */
  const value = (depth: number | null): void => {
    blank();
    if (depth !== null) {
      found = at;
    }

    const open = text[at];
    if (open === '"') {
      string();
    } else if (open === "{" || open === "[") {
      at++;
      for (let index = 0; ; index++) {
        blank();
        if (text[at] === "}" || text[at] === "]") {
          at++;
          return;
        }

        let key = String(index);
        if (open === "{") {
          key = string();
          blank();
          at++;
        }

        value(depth !== null && key === keys[depth] ? depth + 1 : null);
        blank();
        if (text[at] === ",") {
          at++;
        }
      }
    } else {
      while (at < text.length && !",]} \t\r\n".includes(text[at]!)) {
        at++;
      }
    }
  };

  value(0);
  return text.slice(0, found).split("\n").length;
}
