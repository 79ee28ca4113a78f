-- A gateway goes in good order. ARGV: gateway, max gap. Its own gap stays: signs of its clients may have been lost.
local known = redis.call('HGET', prefix .. 'fresh', ARGV[1])
local since, last
if known then since, last = string.match(known, '^(%d+) (%d+)') end
local sound = last and now - tonumber(last) <= tonumber(ARGV[2])
local term = math.max(sound and tonumber(since) or now, tonumber(redis.call('GET', prefix .. 'term') or '0'))
redis.call('SET', prefix .. 'term', text(term))
redis.call('HDEL', prefix .. 'fresh', ARGV[1])
return redis.call('ZREM', prefix .. 'seen', ARGV[1])
