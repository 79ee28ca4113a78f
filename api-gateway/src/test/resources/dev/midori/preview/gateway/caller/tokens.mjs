// Makes sessions with the real packages. Reads a list of {version, secret, cookie, maxAge, claims} from its input, and
// writes a list of {token, chunks} in the same order.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import * as v5 from '@auth/core/jwt';

const require = createRequire(import.meta.url);
const v4 = require('next-auth/jwt');
const { SessionStore: ChunksOfV4 } = require('./node_modules/next-auth/core/lib/cookie.js');
const { SessionStore: ChunksOfV5 } = await import(
  pathToFileURL(`${import.meta.dirname}/node_modules/@auth/core/lib/utils/cookie.js`));

const logger = { debug() {}, warn() {}, error() {} };

async function make({ version, secret, cookie, maxAge, claims }) {
  const token = version === 4
    ? await v4.encode({ token: claims, secret, maxAge })
    : await v5.encode({ token: claims, secret, maxAge, salt: cookie });
  const option = { name: cookie, options: {} };
  const store = version === 4
    ? new ChunksOfV4(option, { cookies: {}, headers: {} }, logger)
    : new ChunksOfV5(option, {}, logger);
  const chunks = store.chunk(token, {}).filter(({ value }) => value).map(({ name, value }) => [name, value]);
  return { token, chunks };
}

let input = '';
for await (const part of process.stdin) {
  input += part;
}
process.stdout.write(JSON.stringify(await Promise.all(JSON.parse(input).map(make))));
