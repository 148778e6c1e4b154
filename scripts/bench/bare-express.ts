/**
 * The least an express 4 server can do: `res.json` of one body, its other
 * settings untouched. A process of its own; the body arrives on stdin, the port leaves on stdout.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';

const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
const body: unknown = JSON.parse(Buffer.concat(chunks).toString());

const app = express();
app.get('/api/v1/*', (_req, res) => void res.json(body));
const server = createServer(app).listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
