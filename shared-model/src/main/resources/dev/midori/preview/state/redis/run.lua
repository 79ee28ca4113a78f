-- The preview's own address answered with the app's page.
-- ARGV: …, build ('' where none is made beside it), daytona id, url, private url, token, quota in seconds, today,
--   start of today, yesterday
local calendar = { today = ARGV[11], start = ARGV[12], yesterday = ARGV[13] }
become(id, 'running', 'step', 'running', 'daytonaId', ARGV[6], 'url', ARGV[7], 'privateUrl', ARGV[8], 'token', ARGV[9],
  'runningAt', text(now), 'applied', get(id, 'jobRevision'))
let_go_or_build(id, ARGV[5])
redis.call('HSET', hash(id), 'allowance', text(number(id, 'firstGrant')))
redis.call('ZADD', prefix .. 'running', text(now), id)
if is_pooled(id) then
  count_fill(id, '')
else
  redis.call('ZADD', prefix .. 'liveness', text(now + number(id, 'firstGrant')), id)
end
-- One more of the user's means that the others' time ends sooner, too.
for _, other in ipairs(redis.call('SMEMBERS', prefix .. 'user:' .. get(id, 'userId'))) do
  if get(other, 'status') == 'running' then look_at(other, hard_stop(other, tonumber(ARGV[10]), calendar)) end
end
return 'OK'
