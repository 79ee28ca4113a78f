-- A set could not be built. ARGV: set, epoch, wait after the first failure, longest wait, whether that is certain (1),
-- how long its record is kept
local set, longest = ARGV[1], tonumber(ARGV[4])
if not is_held_by(set, ARGV[2]) then return 0 end
condemn(set)
local failures = redis.call('HINCRBY', record(set), 'failures', 1)
local wait = ARGV[5] == '1' and longest or math.min(longest, ARGV[3] * 2 ^ (failures - 1))
redis.call('HSET', record(set), 'retryAt', text(now + wait))
redis.call('PEXPIRE', record(set), math.max(tonumber(ARGV[6]), wait))
return 1
