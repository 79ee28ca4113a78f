-- A sandbox that waits in a slot. ARGV: user, content hash, least time that it must have left to wait
for _, id in ipairs(redis.call('SMEMBERS', prefix .. 'user:' .. ARGV[1])) do
  if waits(id, ARGV[2], tonumber(ARGV[3])) then return id end
end
return ''
