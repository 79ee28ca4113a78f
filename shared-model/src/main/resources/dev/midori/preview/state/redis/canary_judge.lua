-- Whether silence means anything. ARGV: max gap, how long a gateway counts as seen
local maxGap, within = tonumber(ARGV[1]), tonumber(ARGV[2])
local vanished = redis.call('ZRANGE', prefix .. 'seen', '-inf', text(now - within), 'BYSCORE')
for _, gateway in ipairs(vanished) do
  -- Those who used it get a whole term to find another one.
  redis.call('ZREM', prefix .. 'seen', gateway)
  redis.call('HDEL', prefix .. 'fresh', gateway)
  redis.call('SET', prefix .. 'term', text(now))
end
local gateways = redis.call('ZRANGE', prefix .. 'seen', 0, -1)
if #gateways == 0 then return { 'UNSOUND', 'no gateway has been seen for a while' } end
local since, through, slowest = tonumber(redis.call('GET', prefix .. 'term') or '0'), now, 0
for _, gateway in ipairs(gateways) do
  local known = redis.call('HGET', prefix .. 'fresh', gateway)
  if not known then return { 'UNSOUND', 'nothing of gateway ' .. gateway .. ' has come through the queue' } end
  local began, last, lag = string.match(known, '^(%d+) (%d+) (%d+)')
  if now - tonumber(last) > maxGap then
    return { 'UNSOUND', 'nothing of gateway ' .. gateway .. ' has come through the queue for ' .. text((now - tonumber(last)) / 1000) .. ' s' }
  end
  since, through, slowest = math.max(since, tonumber(began)), math.min(through, tonumber(last)), math.max(slowest, tonumber(lag))
end
return { 'SOUND', text(through), text(math.max(0, through - since)), text(now), text(slowest) }
