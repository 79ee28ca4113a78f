-- Somebody is about to build a set. ARGV: set, name of its snapshots, lease, longest age, how long its record is kept
local set, maxAge = ARGV[1], tonumber(ARGV[4])
if is_ready(set, maxAge) or is_building(set) or number_of(set, 'retryAt') > now then return {} end
-- What a former builder has left half-done, or what has grown too old.
condemn(set)
local epoch = text(math.max(number_of(set, 'epoch') + 1, now))
local snapshot = ARGV[2] .. '-' .. epoch
redis.call('HSET', record(set), 'state', 'building', 'epoch', epoch, 'snapshot', snapshot, 'until', text(now + ARGV[3]))
redis.call('PEXPIRE', record(set), ARGV[5])
redis.call('HSET', prefix .. 'snapshots', snapshot, set)
return { epoch, snapshot }
