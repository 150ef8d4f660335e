// Stands in for az, behind a program az that sends its arguments here: says what the folder's answers.json says, filtered by --query and printed as --output asks, as az does; writes
// down each call in the folder's calls. One process for all calls: starting Node takes longer than all the rest. A question is the number of its lines, the folder and the arguments;
// the answer is the exit code, and what az prints.
"use strict";
const fs = require("fs");
const net = require("net");
const { search } = require(process.env.JMESPATH);

class Refused extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

const server = net.createServer((connection) => {
  let asked = "";
  connection.on("data", (chunk) => {
    asked += chunk;
    const [count, folder, ...call] = asked.split("\n");
    if (call.length <= Number(count) - 1) return;
    try {
      connection.end(`0\n${answer(folder, call.slice(0, Number(count) - 1))}`);
    } catch (refused) {
      connection.end(`${refused.code ?? 70}\n${refused.message}\n`);
    }
  });
  connection.on("error", () => connection.destroy());
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
// The tests hold the other end of standard input: it ends with them.
process.stdin.on("end", () => process.exit(0)).resume();

function answer(folder, call) {
  const log = `${folder}/calls`;
  const line = call.join(" ");
  fs.appendFileSync(log, `${line}\n`);

  const of = (command) => (said) => said === command || said.startsWith(`${command} `);
  const command = JSON.parse(fs.readFileSync(`${folder}/answers.json`, "utf8")).find((known) => of(known.command)(line));
  if (!command) throw new Refused(2, `ERROR: '${line}' is misspelled or not recognized by the system.`);

  // An option that az does not know stops it, before anything is asked of Azure.
  const options = new Map();
  for (let at = command.command.split(" ").length; at < call.length; at++) {
    const name = call[at];
    if (![...command.options, "--query", "--output"].includes(name)) throw new Refused(2, `ERROR: unrecognized arguments: ${name}`);
    options.set(name, at + 1 < call.length && !call[at + 1].startsWith("--") ? call[++at] : true);
  }

  const told = fs.readFileSync(log, "utf8").split("\n").filter(of(command.command)).length;
  const { error, interrupted, json, text } = command.answers[Math.min(told, command.answers.length) - 1];
  if (options.has("--src")) fs.copyFileSync(options.get("--src"), `${log}.zip`);
  if (error) throw new Refused(1, error);
  // The program that asks then sends the signal of Ctrl-C to whoever has started it.
  if (interrupted) throw new Refused(130, "");
  if (text) return `${text}\n`;
  return print(options.has("--query") ? search(json, options.get("--query")) : json, options.get("--output"));
}

function print(value, form) {
  if (form === "none" || value === null) return "";
  if (form !== "tsv") return `${JSON.stringify(value, null, 2)}\n`;
  return (Array.isArray(value) ? value : [value]).map((row) => `${Array.isArray(row) ? row.join("\t") : row}\n`).join("");
}
