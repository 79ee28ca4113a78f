-- A set is built. ARGV: set, epoch, bytes, most sets, most bytes. Answers whether the builder was still the builder, and how
-- many sets had to make room.
local set = ARGV[1]
if not is_held_by(set, ARGV[2]) then return { '0', '0' } end
redis.call('HSET', record(set), 'state', 'ready', 'builtAt', text(now))
redis.call('HDEL', record(set), 'until', 'failures', 'retryAt')
redis.call('ZADD', prefix .. 'used', text(now), set)
redis.call('HSET', prefix .. 'bytes', set, ARGV[3])
local bytes, sets, evicted = 0, redis.call('ZCARD', prefix .. 'used'), 0
for _, each in ipairs(redis.call('HVALS', prefix .. 'bytes')) do bytes = bytes + each end
while sets > tonumber(ARGV[4]) or bytes > tonumber(ARGV[5]) do
  local oldest = redis.call('ZRANGE', prefix .. 'used', 0, 0)[1]
  if not oldest then break end
  bytes = bytes - (redis.call('HGET', prefix .. 'bytes', oldest) or 0)
  condemn(oldest)
  sets, evicted = sets - 1, evicted + 1
end
return { '1', text(evicted) }
