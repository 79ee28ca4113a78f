-- A job wants a set. ARGV: set, longest age, how long its record is kept
local set, maxAge = ARGV[1], tonumber(ARGV[2])
local asked = redis.call('HINCRBY', record(set), 'asked', 1)
redis.call('PEXPIRE', record(set), ARGV[3])
if is_ready(set, maxAge) then
  redis.call('ZADD', prefix .. 'used', text(now), set)
  return { 'READY', of(set, 'snapshot') }
end
if is_building(set) or number_of(set, 'retryAt') > now then return { 'LATER' } end
return { 'WANTED', text(asked) }
