// Midori's second frontend: any 2xx is a running sandbox whose url it shows at once. It never polls, beats with GET, sends
// changes with PUT and PATCH, posts again at once after every failure and after Stop, and deletes twice.
import assert from 'node:assert/strict';
import { BROKEN, DAYTONA, call, files, scenarios, sleep } from './browser.mjs';

const BEAT_MILLIS = Number(process.env.BEAT_MILLIS ?? 120_000);
const of = (sandboxId, path = '') => `${DAYTONA}${path}?sandboxId=${sandboxId}`;

async function start(projectId, sent) {
  const created = await call('POST', DAYTONA, { projectId, files: sent });
  if (created.ok) {
    assert.equal(created.json.status, 'running', 'any 2xx is shown as running');
    assert.match(created.json.url, /^https?:\/\//);
    assert.equal(typeof created.json.token, 'string');
  }
  return created;
}

/** Its own habit: what it is refused for too many requests, it stops. */
async function put(sandboxId, body) {
  const changed = await call('PUT', of(sandboxId), body);
  if (changed.status === 429) {
    await call('DELETE', of(sandboxId));
  }
  return changed;
}

const read = async (sandboxId, path) => call('GET', `${of(sandboxId, '/files')}&path=${encodeURIComponent(path)}`);
const created = async () => (await call('GET', '/api/preview/usage')).json.totalSandboxesCreated;

let sandboxId;

await scenarios({
  'a 2xx is a running sandbox': async () => {
    const shop = await start('shop', files('let x = 1\nlet y = 2\nlet z = 3'));
    assert.equal(shop.status, 200);
    ({ sandboxId } = shop.json);
  },
  'it beats with GET': async () => {
    const first = await call('GET', of(sandboxId));
    for (let i = 0; i < 3; i++) {
      await sleep(BEAT_MILLIS);
      const beat = await call('GET', of(sandboxId));
      assert.equal(beat.json.status, 'running');
    }
    const last = await call('GET', of(sandboxId));
    assert.ok(last.json.lastHeartbeatAt > first.json.lastHeartbeatAt, 'a GET is a heartbeat');
  },
  'only changed files are written': async () => {
    const changed = await put(sandboxId, {
      projectId: 'shop',
      comparison: { changed: 1 },
      files: [
        { path: 'src/main.ts', content: 'let x = 1\nlet y = 2\nlet z = 4' },
        { path: 'src/more.ts', content: 'export {}' },
        { path: 'package.json', content: files('')[0].content },
      ],
    });
    assert.equal(changed.status, 200, JSON.stringify(changed.json));
    assert.equal(changed.json.updatedFiles, 2);
    assert.equal(changed.json.skippedFiles, 1);
    assert.equal(changed.json.totalFiles, 3);
    assert.equal(changed.json.rebuildType, 'hmr');
    assert.deepEqual(changed.json.comparison, { changed: 1 });
    const same = await put(sandboxId, { files: [{ path: 'src/more.ts', content: 'export {}' }] });
    assert.equal(same.json.updatedFiles, 0);
    assert.equal(same.json.rebuildType, 'none');
    assert.equal((await read(sandboxId, 'src/more.ts')).json.content, 'export {}');
  },
  'a burst of changes is never too much': async () => {
    const all = await Promise.all(
      Array.from({ length: 40 }, (_, i) => put(sandboxId, { files: [{ path: `src/burst${i % 4}.ts`, content: `${i}` }] })),
    );
    assert.deepEqual([...new Set(all.map((answer) => answer.status))], [200]);
    const { json } = await call('GET', of(sandboxId, '/files'));
    for (let i = 0; i < 4; i++) {
      assert.ok(json.files.includes(`src/burst${i}.ts`));
    }
  },
  'files are removed': async () => {
    const removed = await put(sandboxId, { deletedFiles: ['src/more.ts'] });
    assert.equal(removed.json.updatedFiles, 1);
    const gone = await read(sandboxId, 'src/more.ts');
    assert.equal(gone.status, 404);
    assert.equal(gone.json.code, 'FILE_NOT_FOUND');
  },
  'lines are edited in its own numbering, all or none': async () => {
    const operations = [
      { type: 'delete', line: 1, oldContent: 'let y = 2' },
      { type: 'replace', line: 1, content: 'let z = 5', oldContent: 'let z = 4' },
      { type: 'insert', line: 0, content: '// top' },
    ];
    const edited = await call('PATCH', of(sandboxId, '/partial'), { path: 'src/main.ts', operations, projectId: 'shop' });
    assert.equal(edited.status, 200, JSON.stringify(edited.json));
    assert.equal(edited.json.appliedOperations, 3);
    const expected = '// top\nlet x = 1\nlet z = 5';
    assert.equal((await read(sandboxId, 'src/main.ts')).json.content, expected);
    const again = await call('PATCH', of(sandboxId, '/partial'), { path: 'src/main.ts', operations });
    assert.equal(again.status, 409);
    assert.equal(again.json.code, 'EDIT_CONFLICT');
    assert.equal((await read(sandboxId, 'src/main.ts')).json.content, expected);
  },
  'two projects that both post without end do not fight': async () => {
    // Its page is open, and says so; a create for another project waits whether it is.
    const page = setInterval(() => void call('GET', of(sandboxId)).catch(() => {}), BEAT_MILLIS);
    try {
      for (let i = 0; i < 2; i++) {
        const other = await start('blog', files('let b = 1'));
        assert.equal(other.status, 429);
        assert.equal(other.json.code, 'CONCURRENCY_LIMIT');
        assert.equal(other.json.sandboxId, sandboxId);
        assert.ok(other.json.retryAfter > 0);
        const own = await start('shop', files('let x = 1\nlet y = 2\nlet z = 3'));
        assert.equal(own.status, 200);
        assert.equal(own.json.sandboxId, sandboxId);
      }
    } finally {
      clearInterval(page);
    }
  },
  'delete twice, post again, without end': async () => {
    for (let i = 0; i < 3; i++) {
      const before = sandboxId;
      for (const answer of await Promise.all([call('DELETE', of(before)), call('DELETE', of(before))])) {
        assert.equal(answer.status, 200);
        assert.equal(answer.json.success, true);
      }
      const again = await start('shop', files(`let x = ${i}`));
      assert.equal(again.status, 200, JSON.stringify(again.json));
      assert.notEqual(again.json.sandboxId, before);
      ({ sandboxId } = again.json);
    }
  },
  'a ghost of its cache is told that it is none': async () => {
    const ghost = sandboxId;
    await call('DELETE', of(ghost));
    for (let i = 0; i < 3; i++) {
      const seen = await call('GET', of(ghost));
      assert.equal(seen.status, 200);
      assert.ok(['stopping', 'stopped'].includes(seen.json.status));
      assert.equal(seen.json.url, undefined);
      const changed = await put(ghost, { files: [{ path: 'a.ts', content: '' }] });
      assert.equal(changed.status, 409);
      assert.equal(changed.json.code, 'NOT_RUNNING');
      const beat = await call('POST', `${DAYTONA}/heartbeat`, { sandboxId: ghost });
      assert.equal(beat.status, 404);
    }
  },
  'posting again after every failure costs one sandbox': async () => {
    const before = await created();
    const sent = files('let x: number = "1"', BROKEN);
    for (let i = 0; i < 3; i++) {
      const failed = await start('broken', sent);
      assert.equal(failed.status, 422);
      assert.equal(failed.json.code, 'BUILD_FAILED');
    }
    assert.equal(await created(), before + 1);
  },
});
