-- A preview that Daytona runs and nobody here remembers, or remembers as unfinished. ARGV: id, user, project, daytona id, url,
--   private url, token, created at, grant, quota in seconds, today, start of today, yesterday
local id, user = ARGV[1], ARGV[2]
local known = get(id, 'status')
if is_slot(user) then return 0 end
if known and not (is_unfinished(id) and get(id, 'daytonaId') == ARGV[4]) then return 0 end
local calendar = { today = ARGV[11], start = ARGV[12], yesterday = ARGV[13] }
local since = ARGV[8]
if known then
  -- Newer files than those are still to come. It can't have run before, whatever its labels tell.
  since = get(id, 'uploadedAt')
  redis.call('HSET', hash(id), 'applied', get(id, 'filesRevision'))
  redis.call('HDEL', hash(id), 'supersededBy', 'lateSince')
  let_go(id)
else
  -- Its manifest may know revisions of before the loss.
  start_record(id, user, ARGV[3], '', rising_revision(id), ARGV[9])
  redis.call('HSET', hash(id), 'createdAt', ARGV[8], 'acceptedAt', text(now), 'createBegunAt', ARGV[8])
end
become(id, 'running', 'step', 'running', 'daytonaId', ARGV[4], 'url', ARGV[5], 'privateUrl', ARGV[6], 'token', ARGV[7],
  'aliveBecause', 'adopted', 'allowance', ARGV[9], 'runningAt', since)
redis.call('ZADD', prefix .. 'liveness', text(now + tonumber(ARGV[9])), id)
redis.call('ZADD', prefix .. 'running', since, id)
look_at(id, math.max(hard_stop(id, tonumber(ARGV[10]), calendar), now + LOOK_AGAIN))
return 1
