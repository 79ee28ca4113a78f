-- A leaky bucket that a minute's calls fill (GCRA): its key holds when it will be empty. Answers how many milliseconds too
-- early this call is, and counts it only where that is none.
local name, user, per_minute = ARGV[1], ARGV[2], tonumber(ARGV[3])
local key = prefix .. name .. ':' .. user
local share = 60000 / per_minute
local empty = math.max(tonumber(redis.call('GET', key) or '0'), now) + share
local early = empty - now - 60000
if early > 0.5 then return math.ceil(early) end
redis.call('SET', key, string.format('%.3f', empty), 'PX', math.ceil(empty - now))
return 0
