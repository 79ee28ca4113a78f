-- The preview's own address answered with the app's page.
-- ARGV: …, daytona id, url, private url, token, quota in seconds, today, start of today, yesterday
local calendar = { today = ARGV[10], start = ARGV[11], yesterday = ARGV[12] }
become(id, 'running', 'step', 'running', 'daytonaId', ARGV[5], 'url', ARGV[6], 'privateUrl', ARGV[7], 'token', ARGV[8],
  'runningAt', text(now), 'applied', get(id, 'jobRevision'))
redis.call('HDEL', hash(id), 'leaseOwner', 'leaseCopy', 'leaseUntil')
redis.call('HSET', hash(id), 'allowance', text(number(id, 'firstGrant')))
redis.call('ZADD', prefix .. 'liveness', text(now + number(id, 'firstGrant')), id)
redis.call('ZADD', prefix .. 'running', text(now), id)
-- One more of the user's means that the others' time ends sooner, too.
for _, other in ipairs(redis.call('SMEMBERS', prefix .. 'user:' .. get(id, 'userId'))) do
  if get(other, 'status') == 'running' then look_at(other, hard_stop(other, tonumber(ARGV[9]), calendar)) end
end
return 'OK'
