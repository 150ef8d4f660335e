'use strict';
// Runs Azurite for as long as somebody holds it, however its holders end.
//
//   node keeper.js launch <settings>   starts the keeper in a session of its own, prints its process id, exits
//   node keeper.js keep <settings>     is the keeper
//
// The host that starts it holds it by the pipe on standard input, which the kernel closes with the host, also
// after kill -9. Further hosts hold it by a connection to the keeper's port, after sending the record's token.
// The session of its own keeps a Ctrl-C in the terminal away: the host drains first, and still needs its storage.

const { spawn } = require('node:child_process');
const { randomBytes } = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const net = require('node:net');
const path = require('node:path');

const OLDEST_NODE = 20;
// Azurite writes its tables on closing; a database that takes longer than this to write is not a developer's.
const CLOSE_WITHIN_MS = 15000;
// Nobody holds it any more: what is still open is a request on its last way, or a connection that a client has opened and not used, which Node.js would wait for.
const CONNECTIONS_END_WITHIN_MS = 300;

// What the emulator keeps, and the record's token, are their owner's alone.
process.umask(0o077);

const [, , mode, json] = process.argv;
const settings = JSON.parse(json);

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  console.error(`Node.js ${OLDEST_NODE} or newer is needed; ${process.execPath} is ${process.version}.`);
  process.exit(3);
} else if (mode === 'launch') {
  launch();
} else {
  keep();
}

function launch() {
  fs.mkdirSync(settings.location, { recursive: true });
  const log = fs.openSync(settings.log, 'a');
  const keeper = spawn(process.execPath, [__filename, 'keep', json], {
    detached: true,
    stdio: ['inherit', log, log],
    windowsHide: true,
  });
  keeper.once('error', (error) => {
    console.error(error.message);
    process.exit(1);
  });
  keeper.once('spawn', () => {
    process.stdout.write(`${keeper.pid}\n`, () => process.exit(0));
  });
}

function keep() {
  const token = randomBytes(16).toString('hex');
  const holders = new Set();
  let starterHolds = true;
  let closing = false;

  console.log(`${new Date().toISOString()} keeper ${process.pid} starts Azurite in ${settings.location}`);

  const door = net.createServer((socket) => {
    socket.setEncoding('utf8');
    socket.on('error', () => socket.destroy());
    socket.once('data', (line) => {
      if (closing || line.trim() !== token) {
        socket.end('closing\n');
        return;
      }
      holders.add(socket);
      socket.write('held\n');
    });
    socket.once('close', () => {
      holders.delete(socket);
      closeIfFree();
    });
  });

  const close = http.Server.prototype.close;
  http.Server.prototype.close = function closeWithConnections(...callback) {
    setTimeout(() => this.closeAllConnections(), CONNECTIONS_END_WITHIN_MS).unref();
    return close.apply(this, callback);
  };

  process.stdin.resume();
  process.stdin.once('error', starterLeft);
  process.stdin.once('end', starterLeft);
  process.once('exit', cleanUp);

  door.listen(0, '127.0.0.1', () => {
    writeRecord();
    if (settings.accounts) {
      process.env.AZURITE_ACCOUNTS = settings.accounts;
    }
    process.argv = [process.argv[0], settings.azurite, ...settings.arguments];
    require(settings.azurite);
  });

  function starterLeft() {
    if (starterHolds) {
      starterHolds = false;
      if (holders.size > 0) {
        // Tells the leaving host that it need not wait for the end.
        writeRecord();
      }
      closeIfFree();
    }
  }

  function closeIfFree() {
    if (closing || starterHolds || holders.size > 0) {
      return;
    }
    closing = true;
    console.log(`${new Date().toISOString()} keeper ${process.pid} closes Azurite: nobody holds it`);
    door.close();
    setTimeout(() => process.exit(0), CLOSE_WITHIN_MS).unref();
    // Azurite's own handler closes the servers and writes the tables; before it exists there is nothing to write.
    if (!process.emit('SIGTERM')) {
      process.exit(0);
    }
  }

  function writeRecord() {
    const record = { pid: process.pid, port: door.address().port, token, location: settings.location, starterLeft: !starterHolds };
    fs.mkdirSync(path.dirname(settings.record), { recursive: true });
    const draft = `${settings.record}.${process.pid}`;
    fs.writeFileSync(draft, JSON.stringify(record), { mode: 0o600 });
    fs.renameSync(draft, settings.record);
  }

  function cleanUp() {
    try {
      if (JSON.parse(fs.readFileSync(settings.record, 'utf8')).pid === process.pid) {
        fs.rmSync(settings.record, { force: true });
      }
    } catch {
      // Another keeper has replaced or removed the record: it is no longer ours.
    }
    if (settings.deleteLocation) {
      fs.rmSync(settings.location, { recursive: true, force: true });
    }
  }
}
