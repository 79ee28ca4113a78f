-- A whole comparison with Daytona begins. KEYS[1] is the one key itself. ARGV: its mark, what marks begin with. Answers the time of a
-- comparison that was made already: what is complete stays so.
local known = redis.call('GET', KEYS[1])
if known and string.sub(known, 1, #ARGV[2]) ~= ARGV[2] then return known end
redis.call('SET', KEYS[1], ARGV[1])
return ARGV[1]
