-- Bytes of each of these keys, in Redis's own reckoning. ARGV: keys of this partition
local bytes = {}
for i, key in ipairs(ARGV) do bytes[i] = redis.call('MEMORY', 'USAGE', key) or 0 end
return bytes
