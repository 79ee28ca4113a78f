// Midori's first frontend: it posts, reads the status, polls while it is not running, posts /stop, reads and posts usage.
import assert from 'node:assert/strict';
import { BROKEN, DAYTONA, call, files, scenarios, sleep } from './browser.mjs';

const POLL_MILLIS = Number(process.env.POLL_MILLIS ?? 10_000);

async function start(projectId, sent, more = {}) {
  const created = await call('POST', DAYTONA, { projectId, files: sent, ...more });
  assert.ok(created.ok, JSON.stringify(created.json));
  let { sandboxId, status } = created.json;
  let polls = 0;
  let last = created.json;
  while (status !== 'running' && status !== 'error') {
    await sleep(POLL_MILLIS);
    const polled = await call('GET', `${DAYTONA}/status?sandboxId=${sandboxId}`);
    assert.equal(polled.status, 200);
    assert.ok(Array.isArray(polled.json.logs));
    last = polled.json;
    ({ status } = last);
    if (status === 'creating' || status === 'building') {
      assert.ok(Number(polled.headers.get('retry-after')) > 0);
    }
    assert.ok(++polls < 200, `still ${status}`);
  }
  return { ...last, sandboxId, reused: created.json.reused, polls };
}

let cafe;

await scenarios({
  'an unused day': async () => {
    const { json } = await call('GET', '/api/preview/usage');
    assert.equal(json.maxUsagePerDayMinutes, 60);
    assert.equal(json.usageThisWeek.length, 7);
    assert.equal(json.currentRunningSandboxes, 0);
  },
  'start, and poll until it runs': async () => {
    cafe = await start('cafe', files('let x = 1'));
    assert.equal(cafe.status, 'running');
    assert.ok(cafe.polls > 0);
    assert.match(cafe.url, /^https?:\/\//);
    assert.equal(cafe.previewUrl, cafe.url);
    assert.equal(cafe.reused, false);
  },
  'usage is measured and not believed': async () => {
    const noted = await call('POST', '/api/preview/usage', { sandboxId: cafe.sandboxId, minutes: 500 });
    assert.equal(noted.json.ok, true);
    const { json } = await call('GET', '/api/preview/usage');
    assert.ok(json.usageToday < 300);
    assert.equal(json.currentRunningSandboxes, 1);
    assert.ok(json.totalSandboxesCreated >= 1);
  },
  'the same project again is the same sandbox': async () => {
    const again = await start('cafe', files('let x = 1'));
    assert.equal(again.sandboxId, cafe.sandboxId);
    assert.equal(again.reused, true);
  },
  'stop, and stop again': async () => {
    for (let i = 0; i < 2; i++) {
      const stopped = await call('POST', `${DAYTONA}/stop`, { sandboxId: cafe.sandboxId });
      assert.equal(stopped.status, 200);
      assert.equal(stopped.json.ok, true);
    }
    const { json } = await call('GET', `${DAYTONA}/status?sandboxId=${cafe.sandboxId}`);
    assert.ok(['stopping', 'stopped'].includes(json.status));
    assert.equal(json.endedBecause, 'user');
  },
  'a project that does not build says why': async () => {
    const broken = await start('unbuildable', files('let x: number = "1"', BROKEN));
    assert.equal(broken.status, 'error');
    assert.equal(broken.code, 'BUILD_FAILED');
    assert.equal(typeof broken.error, 'string');
    assert.match(broken.log, /TS2322/);
  },
  'whatever is wrong is said in JSON': async () => {
    const none = await call('GET', `${DAYTONA}/status?sandboxId=sb_000000000000000000000000000000`);
    assert.equal(none.status, 404);
    assert.equal(none.json.error, 'Sandbox not found');
    assert.equal((await call('POST', DAYTONA, '{"projectId":')).status, 400);
    assert.equal((await call('POST', DAYTONA, '')).status, 400);
    assert.equal((await call('POST', DAYTONA, { files: files('') })).json.code, 'MISSING_PROJECT_ID');
    assert.equal((await call('POST', DAYTONA, { projectId: 'cafe' })).json.code, 'NO_FILES');
    assert.equal((await call('POST', DAYTONA, 'a=b', { 'Content-Type': 'application/x-www-form-urlencoded' })).status, 415);
    assert.equal((await call('GET', '/api/preview/nothing')).status, 404);
    assert.equal((await call('POST', `${DAYTONA}/status`, {})).status, 405);
    assert.ok((await call('GET', `${DAYTONA}/status`, undefined, { 'X-Long': 'x'.repeat(60_000) })).status >= 400);
  },
});
