-- Drops index entries of records that Redis has already let go. ARGV: older than, most
local gone = 0
for _, id in ipairs(redis.call('ZRANGE', prefix .. 'ended', '-inf', text(now - tonumber(ARGV[1])), 'BYSCORE', 'LIMIT', 0, ARGV[2])) do
  if not get(id, 'status') then
    uncount(id)
    redis.call('ZREM', prefix .. 'ended', id)
    gone = gone + 1
  end
end
return gone
