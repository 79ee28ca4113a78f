-- Running sandboxes and what Daytona calls them. ARGV: from, most
local known = {}
for _, id in ipairs(redis.call('ZRANGE', prefix .. 'running', ARGV[1], ARGV[1] + ARGV[2] - 1)) do
  known[#known + 1] = { id, get(id, 'status') or '', get(id, 'daytonaId') or '' }
end
return known
