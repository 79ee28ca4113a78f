-- What a slot holds, and how filling it went. ARGV: user
local held = {}
for _, id in ipairs(redis.call('SMEMBERS', prefix .. 'user:' .. ARGV[1])) do
  local status = get(id, 'status')
  if LIVE[status] then held[#held + 1] = { id, status, get(id, 'content') or '' } end
end
local past = redis.call('HMGET', slot(ARGV[1]), 'failures', 'failedAt', 'content', 'filledAt')
return { held, past[1] or '0', past[2] or '', past[3] or '', past[4] or '', text(now) }
