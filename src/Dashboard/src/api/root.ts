/** Where the page was found: its root, with a slash at its end. The service's API is below it, whatever prefix both have. */
export const root = new URL(".", document.baseURI);

/** An address of the service as its API names it, from `/2/0/` on, without the prefix that it is served under. */
export const pathOf = (address: string) => new URL(address).pathname.slice(root.pathname.length - 1);
