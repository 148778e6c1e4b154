/** How an answer leaves: the bytes, their ETag, and 304 for who has them already. */
import type { IncomingMessage } from 'node:http';
import type { Request, Response } from 'express';
import { encode, type Answer } from '../answers.js';

/** Behind a key, and true only until the next slot lands: keep it, but ask again. */
export const CACHE_CONTROL = 'private, no-cache';
export const JSON_TYPE = 'application/json; charset=utf-8';

/** Does `If-None-Match` name this answer? Weak comparison (RFC 9110 §8.8.3.2). */
export function hasAlready(req: IncomingMessage, etag: string): boolean {
  const header = req.headers['if-none-match'];
  if (header === undefined) return false;
  const bare = etag.replace(/^W\//, '');
  return header === '*' || header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === bare);
}

export function sendAnswer(req: Request, res: Response, answer: Answer): void {
  res.set({ ETag: answer.etag, 'Cache-Control': CACHE_CONTROL });
  if (hasAlready(req, answer.etag)) return void res.status(304).end();
  // Not res.send: it would hash the body a second time.
  res.set({ 'Content-Type': JSON_TYPE, 'Content-Length': String(answer.body.length) });
  res.status(200).end(req.method === 'HEAD' ? undefined : answer.body);
}

export const sendValue = (req: Request, res: Response, value: unknown): void => sendAnswer(req, res, encode(value));
