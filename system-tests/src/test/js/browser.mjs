// What both generations of the frontend share: fetch, as a browser's page sends it.
import assert from 'node:assert/strict';

const gateways = process.env.GATEWAYS.split(',');
let calls = 0;

export const sleep = (millis) => new Promise((done) => setTimeout(done, millis));

/** Sends to one gateway after another, as a load balancer does. Whatever comes back must be JSON. */
export async function call(method, path, body, headers = {}) {
  const gateway = gateways[calls++ % gateways.length];
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(gateway + path, {
    method,
    body: text,
    headers: {
      Origin: gateway,
      'Sec-Fetch-Site': 'same-origin',
      'Sec-Fetch-Mode': 'cors',
      Referer: gateway + '/editor',
      Cookie: 'next-auth.callback-url=%2Feditor; theme=dark',
      ...(text === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
  });
  const type = response.headers.get('content-type') ?? '';
  const answer = await response.text();
  assert.match(type, /^application\/(problem\+)?json/, `${method} ${path} answered ${response.status} ${type}: ${answer}`);
  const json = JSON.parse(answer);
  if (!response.ok) {
    for (const field of ['error', 'code', 'hint']) {
      assert.equal(typeof json[field], 'string', `${method} ${path} ${response.status}: ${answer}`);
    }
    assert.ok(!/exception|dev\.midori|java\.|\/home\/|\/tmp\//i.test(answer), answer);
    if (response.headers.get('retry-after')) {
      assert.equal(String(json.retryAfter), response.headers.get('retry-after'));
    }
  }
  return { status: response.status, ok: response.ok, headers: response.headers, json };
}

export const DAYTONA = '/api/preview/daytona';

export function files(main, simulation) {
  const all = [
    { path: 'package.json', content: '{"name":"app","scripts":{"dev":"vite","build":"vite build"}}', type: 'file', language: 'json' },
    { path: 'src/main.ts', content: main, type: 'file', language: 'typescript' },
  ];
  return simulation ? [...all, { path: 'simulation.json', content: JSON.stringify(simulation) }] : all;
}

export const BROKEN = { build: { exitCode: 2, output: 'error TS2322: not a number' } };

/** Runs what a frontend does, one thing after another, and says which of them failed. */
export async function scenarios(all) {
  for (const [name, steps] of Object.entries(all)) {
    const begun = Date.now();
    await steps();
    console.log(`ok ${name} (${Date.now() - begun} ms)`);
  }
  console.log(`${Object.keys(all).length} scenarios, ${calls} calls`);
}
