/** How long a browser may take to begin to read what it is handed, in ms: not all do so at once. */
const handover = 60_000;

/** Hands something over as a file: a link could not carry the key, so it has been read already. */
export function save(content: Blob, name: string) {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), handover);
}
