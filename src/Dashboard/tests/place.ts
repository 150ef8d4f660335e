// Where the page is, for what asks the document that it runs in: to be imported before that.
Object.assign(globalThis, { document: { baseURI: "https://flows.example/", visibilityState: "visible", addEventListener: () => undefined, removeEventListener: () => undefined } });
