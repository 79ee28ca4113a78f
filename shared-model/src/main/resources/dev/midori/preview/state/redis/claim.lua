-- A worker takes a job by raising its epoch. ARGV: id, user, project, content hash, first grant, owner, copy id, lease,
--   total timeout, issued at, revision, replay id ('' for none), limit, quota in seconds, today, start of today, yesterday
local id, user, project, content = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local owner, copy, lease = ARGV[6], ARGV[7], tonumber(ARGV[8])
local total, issuedAt, revision, replay = tonumber(ARGV[9]), tonumber(ARGV[10]), tonumber(ARGV[11]), ARGV[12]
local limit, quota = tonumber(ARGV[13]), tonumber(ARGV[14])
local calendar = { today = ARGV[15], start = ARGV[16], yesterday = ARGV[17] }
local status = get(id, 'status')

-- What a slot has lost is not brought back: it is filled anew.
if is_slot(user) and (replay ~= '' or not status) then return { 'ENDED' } end

-- A replay is honoured once: as a new run, and never at the cost of what the user has by now.
local function refuse_replay()
  if redis.call('EXISTS', prefix .. 'replay:' .. replay) == 1 then return { 'ENDED' } end
  if status == 'stopping' or get(id, 'remains') == '1' then return { 'HELD', text(now + LOOK_AGAIN), '0' } end
  local same, others = live_of(user, project)
  if same then return { 'BUSY', 'SUPERSEDED' } end
  if #others >= limit then return { 'BUSY', 'USER_BUSY' } end
  if used_today(user, calendar) >= quota then return { 'BUSY', 'QUOTA_EXCEEDED' } end
  return nil
end

if replay ~= '' and get(id, 'replayId') ~= replay then
  local no = refuse_replay()
  if no then return no end
  uncount(id)
  redis.call('DEL', hash(id), prefix .. 'events:' .. id)
  for _, step in ipairs({ 'installing', 'building', 'starting' }) do redis.call('DEL', prefix .. 'log:' .. id .. ':' .. step) end
  redis.call('ZREM', prefix .. 'ended', id)
  redis.call('SET', prefix .. 'replay:' .. replay, id, 'EX', REPLAYS_KEPT)
  start_record(id, user, project, content, revision, ARGV[5])
  redis.call('HSET', hash(id), 'replayId', replay)
elseif not status then
  if now - issuedAt > total then return { 'TOO_OLD' } end
  -- Redis lost it: the command alone is enough to have it anew.
  start_record(id, user, project, content, revision, ARGV[5])
elseif not LIVE[status] then
  return { 'ENDED' }
end

status = get(id, 'status')
local current = number(id, 'jobRevision')
local shown = revision <= number(id, 'applied')
local builds = shown and revision == current and status == 'running' and get(id, 'build') == 'running'
if revision < current or (shown and not builds) then return { 'ENDED' } end
confirm(id, revision)
local held = number(id, 'leaseUntil') > now and get(id, 'leaseCopy') ~= copy
-- One copy of the command is enough to follow its build.
if held and builds and lease_yields(id) then return { 'ENDED' } end
if held and not lease_yields(id) then
  local newer = revision > current
  if newer and status ~= 'running' then redis.call('HSET', hash(id), 'supersededBy', text(revision)) end
  return { 'HELD', get(id, 'leaseUntil'), newer and '1' or '0' }
end

local epoch = take(id, owner, copy, lease)
redis.call('HSET', hash(id), 'jobRevision', text(revision), 'updatedAt', text(now),
  'revision', text(math.max(revision, number(id, 'revision'))))
redis.call('HDEL', hash(id), 'supersededBy')
if builds then let_lease_yield(id) end
if redis.call('HSETNX', hash(id), 'acceptedAt', text(now)) == 1 then look_at(id, number(id, 'createdAt') + total) end
local task = builds and 'BUILD' or status == 'running' and 'UPDATE' or 'PROVISION'
return { 'TAKEN', epoch, task, redis.call('HGETALL', hash(id)) }
