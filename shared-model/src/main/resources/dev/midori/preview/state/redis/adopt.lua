-- A preview that Daytona runs and nobody here remembers. ARGV: id, user, project, daytona id, url, private url, token,
--   created at, grant, quota in seconds, today, start of today, yesterday
local id, user = ARGV[1], ARGV[2]
if get(id, 'status') or is_slot(user) then return 0 end
local calendar = { today = ARGV[11], start = ARGV[12], yesterday = ARGV[13] }
-- Higher than any revision of files that its manifest may know.
local revision = math.floor(now / 1000) - 1700000000
start_record(id, user, ARGV[3], '', revision, ARGV[9])
redis.call('HSET', hash(id), 'createdAt', ARGV[8], 'acceptedAt', text(now), 'createBegunAt', ARGV[8], 'aliveBecause', 'adopted',
  'allowance', ARGV[9], 'runningAt', ARGV[8])
become(id, 'running', 'step', 'running', 'daytonaId', ARGV[4], 'url', ARGV[5], 'privateUrl', ARGV[6], 'token', ARGV[7])
redis.call('ZADD', prefix .. 'liveness', text(now + tonumber(ARGV[9])), id)
redis.call('ZADD', prefix .. 'running', ARGV[8], id)
look_at(id, math.max(hard_stop(id, tonumber(ARGV[10]), calendar), now + LOOK_AGAIN))
return 1
