/** As much of a text as stands on a page unasked, in characters and lines. */
const most = { characters: 600, lines: 10 } as const;

/** The beginning of a text; all of one that is not long. Never half a character. */
export function clipped(text: string): string {
  const lines = text.split("\n");
  const fewer = lines.length > most.lines ? lines.slice(0, most.lines).join("\n") : text;
  if (fewer.length <= most.characters) {
    return fewer;
  }

  const end = most.characters;
  const code = fewer.charCodeAt(end - 1);
  // The first half of a pair stands for nothing by itself.
  return fewer.slice(0, code >= 0xd8_00 && code <= 0xdb_ff ? end - 1 : end);
}

/** How long a text is, for people; in bytes of UTF-8, as it is downloaded. */
export function sizeText(text: string): string {
  const bytes = new TextEncoder().encode(text).length;
  return bytes < 1_000 ? `${bytes} bytes` : bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
