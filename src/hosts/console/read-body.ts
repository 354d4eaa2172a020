/** Reads the JSON body of a request, within bounds. */

import type { IncomingMessage } from 'node:http';
import { ApiError } from './api-error.ts';

/** The largest is a draft of an exception: a reason of some sentences. */
const mostBytes = 64 << 10;

/**
 * JSON only: a form or a plain text is what a page of another origin may send without asking first, and JSON is not.
 * Throws ApiError.
 */
export const readBody = async (request: IncomingMessage): Promise<unknown> => {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json')
    throw new ApiError('media-type', 'the body must be JSON', 'send Content-Type: application/json');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) throw new ApiError('too-large', `the body is larger than ${mostBytes} bytes`, 'send less');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks, size).toString('utf8')) as unknown;
  } catch {
    throw new ApiError('bad-request', 'the body is no JSON', 'send a JSON object');
  }
};
