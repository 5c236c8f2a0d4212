// Uploads a file with tus-js-client, through a relay that breaks the connection three times in the middle of a body.
// The client goes on by itself twice; then it is given up, and another one goes on from the upload's URL.
//
// Arguments: the folder of `node_modules`, the portal's URL, the file, its digest. The token comes on standard input.
// Prints what happened as JSON.

"use strict";

const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const net = require("node:net");
const path = require("node:path");

const [folder, portal, file, sha256] = process.argv.slice(2);
const tus = createRequire(path.join(path.resolve(folder), "package.json"))("tus-js-client");
const token = readFileSync(0, "utf8").trim();
const content = readFileSync(file);

const CUTS = 3;
const CHUNK = 1024 * 1024;
// More than one chunk, so that each piece between two cuts holds one that was acknowledged.
const UNTIL_CUT = CHUNK + CHUNK / 2;

const seen = { cuts: 0, clients: 0, created: 0, offsets: [] };
let sinceCut = 0;

const relay = net.createServer((client) => {
  const { hostname, port } = new URL(portal);
  const server = net.connect(Number(port), hostname);
  const end = () => [client, server].forEach((socket) => socket.destroy());
  for (const socket of [client, server]) socket.on("error", end).on("close", end);
  server.pipe(client);
  client.on("data", (bytes) => {
    sinceCut += bytes.length;
    if (seen.cuts < CUTS && sinceCut > UNTIL_CUT) {
      seen.cuts += 1;
      sinceCut = 0;
      server.write(bytes, end);
    } else if (!server.write(bytes)) {
      client.pause();
      server.once("drain", () => client.resume());
    }
  });
});

function upload(uploadUrl) {
  seen.clients += 1;
  const client = new tus.Upload(content, {
    endpoint: `http://127.0.0.1:${relay.address().port}/v1/blobs`,
    uploadUrl,
    chunkSize: CHUNK,
    retryDelays: [0, 0, 0],
    metadata: { sha256 },
    headers: { Authorization: `Bearer ${token}` },
    onShouldRetry: () => seen.clients > 1 || seen.cuts < CUTS,
    onAfterResponse: (request, response) => {
      if (request.getMethod() === "POST") seen.created += 1;
      if (request.getMethod() === "HEAD") seen.offsets.push(Number(response.getHeader("Upload-Offset")));
    },
    onError: (error) => {
      if (seen.clients > 1) throw error;
      upload(client.url);
    },
    onSuccess: () => {
      process.stdout.write(JSON.stringify({ ...seen, path: new URL(client.url).pathname }));
      process.exit(0);
    },
  });
  client.start();
}

relay.listen(0, "127.0.0.1", () => upload(null));
